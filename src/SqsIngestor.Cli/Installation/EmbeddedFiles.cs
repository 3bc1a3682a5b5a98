using System.IO.Compression;
using System.Reflection;

namespace SqsIngestor.Cli.Installation;

/// <summary>
/// The files inside a single file, as a zip. A folder of it is written when it is needed: to the user's folder, where the next
/// run finds it, or if that is not possible to a temporary folder, which is deleted when the program ends.
/// </summary>
/// <param name="open">Opens the zip.</param>
/// <param name="version">Names what the zip has: another zip has another version.</param>
/// <param name="userFolder">Finds the folder that keeps files between runs; null if there is none.</param>
internal sealed class EmbeddedFiles(Func<Stream> open, string version, Func<string?> userFolder) : IDisposable
{
    private const string Resource = "installed-files.zip";

    private readonly Lock _lock = new();
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private string? _root;
    private TemporaryDirectory? _temporary;

    /// <summary>The folder that has all folders that were written.</summary>
    public string Root
    {
        get
        {
            lock (_lock) return _root ??= KeptRoot() ?? TemporaryRoot();
        }
    }

    /// <summary>The files inside an assembly; null if it has none.</summary>
    public static EmbeddedFiles? Of(Assembly assembly)
    {
        if (assembly.GetManifestResourceInfo(Resource) is null) return null;
        return new EmbeddedFiles(
            () => assembly.GetManifestResourceStream(Resource)!, assembly.ManifestModule.ModuleVersionId.ToString("N"),
            UserFolder.Find);
    }

    /// <summary>Writes a folder of the zip, with all that is in it, unless it was written.</summary>
    /// <param name="folder">The name of the folder.</param>
    /// <exception cref="IOException">It cannot be written: neither to the user's folder nor to a temporary one.</exception>
    public void Write(string folder)
    {
        lock (_lock)
        {
            if (_written.Contains(folder)) return;
            using var zip = new ZipArchive(open(), ZipArchiveMode.Read);
            var entries = zip.Entries
                .Where(e => e.FullName.StartsWith(folder + '/', StringComparison.Ordinal) && e.Name.Length > 0).ToList();
            if (TryWrite(Root, folder, entries) || Root == _temporary?.Path)
            {
                _written.Add(folder);
                return;
            }

            // Some files of an earlier run were deleted, or the disk is full.
            _root = TemporaryRoot();
            var all = _written.Append(folder).ToList();
            _written.Clear();
            foreach (var needed in all) Write(needed);
        }
    }

    /// <summary>Deletes the temporary folder.</summary>
    public void Dispose() => _temporary?.Dispose();

    private static void TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows keeps a library that is loaded, or a file that a scanner reads. The system deletes temporary files.
        }
    }

    private string? KeptRoot()
    {
        if (userFolder() is not { } user) return null;
        try
        {
            return Directory.CreateDirectory(Path.Combine(user, "files", version)).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string TemporaryRoot() => (_temporary ??= TemporaryDirectory.Create()).Path;

    /// <summary>Writes a folder next to its place and moves it there, so that another run never sees a part of it.</summary>
    private bool TryWrite(string root, string folder, IReadOnlyList<ZipArchiveEntry> entries)
    {
        var target = Path.Combine(root, folder);
        if (Directory.Exists(target)) return IsComplete(root, entries);
        var staging = Path.Combine(root, "." + Path.GetRandomFileName());
        try
        {
            foreach (var entry in entries)
            {
                var path = Path.Combine(staging, entry.FullName);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                Extract(entry, path);
            }
            Directory.Move(Path.Combine(staging, folder), target);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && root != _temporary?.Path)
        {
            // Another run was faster, or nothing can be written here.
            return IsComplete(root, entries);
        }
        finally
        {
            TryDelete(staging);
        }
    }

    private static void Extract(ZipArchiveEntry entry, string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        // protoc is a program. The folder is the user's own, so all files get the same mode.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        using var file = new FileStream(path, options);
        using var contents = entry.Open();
        contents.CopyTo(file);
    }

    private static bool IsComplete(string root, IReadOnlyList<ZipArchiveEntry> entries) =>
        entries.All(
            entry =>
            new FileInfo(Path.Combine(root, entry.FullName)) is { Exists: true } file && file.Length == entry.Length);
}
