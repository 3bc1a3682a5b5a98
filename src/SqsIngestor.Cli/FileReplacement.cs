namespace SqsIngestor.Cli;

/// <summary>
/// Writes one of several files that change together: <see cref="Prepare"/> writes next to the place, <see cref="Apply"/> moves
/// the file there, and <see cref="TryUndo"/> restores what was there before.
/// </summary>
internal sealed class FileReplacement : IDisposable
{
    private readonly bool _overwrite;
    private readonly string _next;
    private readonly string _before;
    private ParentFolders? _folders;
    private bool _applied;

    /// <param name="path">The place.</param>
    /// <param name="overwrite">Whether to replace a file that is there. The new one has its permissions.</param>
    public FileReplacement(string path, bool overwrite)
    {
        Path = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? path;
        _overwrite = overwrite;
        (_next, _before) = ($"{Path}.{Guid.NewGuid():n}.tmp", $"{Path}.{Guid.NewGuid():n}.tmp");
    }

    /// <summary>The file; that behind a link.</summary>
    public string Path { get; }

    /// <summary>
    /// Writes the contents next to the place, and keeps a copy of the file that is there. Creates missing folders.
    /// </summary>
    public void Prepare(byte[] contents)
    {
        if (Directory.Exists(Path)) throw new IOException();
        _folders = ParentFolders.Create(Path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        UnixFileMode? mode = File.Exists(Path) && !OperatingSystem.IsWindows() ? File.GetUnixFileMode(Path) : null;
        // Nobody else may read it in between.
        if (mode is not null && !OperatingSystem.IsWindows()) options.UnixCreateMode = mode.Value;
        using (var stream = new FileStream(_next, options)) stream.Write(contents);
        if (!File.Exists(Path)) return;
        // What the user's mask took away.
        if (mode is not null && !OperatingSystem.IsWindows()) File.SetUnixFileMode(_next, mode.Value);
        File.Copy(Path, _before);
    }

    /// <summary>Moves the file to its place in one step.</summary>
    public void Apply()
    {
        File.Move(_next, Path, _overwrite);
        _applied = true;
    }

    /// <summary>Restores the file that was there before, or removes the new one.</summary>
    /// <returns>Whether the place is as it was.</returns>
    public bool TryUndo()
    {
        if (!_applied) return true;
        if (!Try(() =>
        {
            if (File.Exists(_before)) File.Move(_before, Path, overwrite: true);
            else File.Delete(Path);
        }))
        {
            return false;
        }
        _applied = false;
        return true;
    }

    /// <summary>Removes what is left next to the place.</summary>
    public void Dispose()
    {
        Try(() => File.Delete(_next));
        Try(() => File.Delete(_before));
    }

    /// <summary>
    /// Removes the folders that were created for a file that was not written. All files must be disposed before.
    /// </summary>
    public void RemoveNewFolders()
    {
        if (!_applied) _folders?.Remove();
    }

    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
