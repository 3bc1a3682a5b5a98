namespace SqsIngestor.Cli;

/// <summary>
/// Writes one of several files that change together: <see cref="Prepare"/> writes next to the place, <see cref="Apply"/> moves
/// the file there, and <see cref="TryUndo"/> restores what was there before.
/// </summary>
/// <param name="path">The place.</param>
/// <param name="overwrite">Whether to replace a file that is there.</param>
internal sealed class FileReplacement(string path, bool overwrite) : IDisposable
{
    private readonly string _next = $"{path}.{Guid.NewGuid():n}.tmp";
    private readonly string _before = $"{path}.{Guid.NewGuid():n}.tmp";
    private bool _applied;

    public string Path { get; } = path;

    /// <summary>
    /// Writes the contents next to the place, and keeps a copy of the file that is there. Creates missing folders.
    /// </summary>
    public void Prepare(byte[] contents)
    {
        if (Directory.Exists(Path)) throw new IOException("it is a folder.");
        if (System.IO.Path.GetDirectoryName(Path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        File.WriteAllBytes(_next, contents);
        if (File.Exists(Path)) File.Copy(Path, _before);
    }

    /// <summary>Moves the file to its place in one step.</summary>
    public void Apply()
    {
        File.Move(_next, Path, overwrite);
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
