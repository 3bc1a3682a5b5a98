using System.Collections.Concurrent;
using System.Text;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Installation;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli;

/// <summary>Reads and writes the files that a command line names; failures end the command.</summary>
internal static class Files
{
    private static readonly ConcurrentDictionary<string, byte[]> Pipes = new();
    private static readonly ConcurrentDictionary<string, bool> Said = new();

    /// <summary>A bundled file: the examples of mappings/ and descriptors/.</summary>
    public static FileInfo Shipped(params string[] parts) => new(InstalledFiles.PathOf(parts));

    /// <summary>A file by the path that a person wrote.</summary>
    /// <exception cref="CliException">No file can have this path.</exception>
    public static FileInfo Named(string path) => IsNameless(path)
        ? throw CliErrors.CommandLine.Because("A path is empty or has a zero character.")
        : new FileInfo(path);

    /// <summary>Whether no file can have this path: it is empty or has a zero character.</summary>
    public static bool IsNameless(string path) => path.Length == 0 || path.Contains('\0', StringComparison.Ordinal);

    /// <exception cref="CliException">The file cannot be read.</exception>
    public static byte[] Read(FileInfo file)
    {
        try
        {
            return ReadBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnreadable.At(file, $"The file cannot be read: {Reason(file, e)}", e);
        }
    }

    /// <summary>
    /// The contents. A pipe, such as a shell makes of <c>&lt;(…)</c>, can be read once only, so its contents are kept.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static byte[] ReadBytes(FileInfo file)
    {
        if (Pipes.TryGetValue(file.FullName, out var kept)) return kept;
        if (Said.TryAdd(file.FullName, true)) Verbosity.Say($"reading {file}");
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (stream.CanSeek) return File.ReadAllBytes(file.FullName);
        using var read = new MemoryStream();
        stream.CopyTo(read);
        return Pipes.GetOrAdd(file.FullName, read.ToArray());
    }

    /// <summary>Text as UTF-8 without a byte order mark; UTF-16 with its mark, as PowerShell writes it, is converted.</summary>
    /// <exception cref="CliException">The file cannot be read.</exception>
    public static byte[] ReadUtf8(FileInfo file) => TextEncoding.ToUtf8(Read(file));

    /// <summary>The same as a string.</summary>
    /// <exception cref="CliException">The file cannot be read.</exception>
    public static string ReadText(FileInfo file) => Encoding.UTF8.GetString(ReadUtf8(file));

    /// <summary>Writes a file. Creates missing folders.</summary>
    /// <exception cref="CliException">The file cannot be written.</exception>
    public static void Write(FileInfo file, byte[] contents)
    {
        var isThere = File.Exists(file.FullName);
        var isOpen = false;
        ParentFolders? folders = null;
        try
        {
            if (IsFolder(file.FullName)) throw new IOException();
            folders = ParentFolders.Create(file.FullName);
            // In place, as a shell does: what is there may be a device, a pipe, a link, or a file that only its user can read.
            using var stream = new FileStream(file.FullName, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            isOpen = true;
            stream.Write(contents);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var rest = isOpen && !TryRemove(file, isThere) ? " What is in it now is incomplete." : "";
            folders?.Remove();
            throw CliErrors.FileUnwritable.At(
                file, $"The file cannot be written: {ReasonOfWriting(file.FullName, e)}{rest}", e);
        }
    }

    /// <summary>Removes a part of a file that was not there before.</summary>
    private static bool TryRemove(FileInfo file, bool wasThere)
    {
        if (wasThere) return false;
        try
        {
            File.Delete(file.FullName);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <exception cref="CliException">One of the files exists.</exception>
    public static void RefuseExisting(IReadOnlyList<string> paths)
    {
        var there = paths.Where(File.Exists).ToList();
        if (there.Count > 0)
        {
            throw CliErrors.FileExists.At(
                string.Join(", ", there), "The file exists. Use --force to overwrite it, or write to another folder.");
        }
    }

    /// <summary>
    /// Writes all files or none: each next to its place first, and when all are written, moves them there. Creates missing
    /// folders.
    /// </summary>
    /// <param name="files">Paths and contents.</param>
    /// <param name="overwrite">Whether to replace files that exist.</param>
    /// <exception cref="CliException">A file exists, or cannot be written; nothing has changed.</exception>
    /// <exception cref="OperationCanceledException">The program stops; nothing has changed.</exception>
    public static void WriteAll(IReadOnlyList<(string Path, byte[] Contents)> files, bool overwrite)
    {
        if (!overwrite) RefuseExisting([.. files.Select(file => file.Path)]);
        using var change = FileChanges.Begin();
        var writes = files.Select(file => new FileReplacement(file.Path, overwrite)).ToList();
        var current = writes.FirstOrDefault();
        try
        {
            foreach (var (write, (_, contents)) in writes.Zip(files)) (current = write).Prepare(contents);
            FileChanges.ThrowIfStopping();
            foreach (var write in writes) (current = write).Apply();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var changed = writes.Where(write => !write.TryUndo()).Select(write => write.Path).ToList();
            var others = changed.Count == 0 ? "nothing has changed" : $"{string.Join(", ", changed)} could not be restored";
            throw CliErrors.FileUnwritable.At(
                current!.Path, $"The file cannot be written, and {others}: {ReasonOfWriting(current.Path, e)}", e);
        }
        finally
        {
            foreach (var write in writes) write.Dispose();
            // A file of a folder comes after the one that created the folder above.
            foreach (var write in writes.AsEnumerable().Reverse()) write.RemoveNewFolders();
        }
    }

    private static string Reason(Exception e) =>
        e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist." : e.Message;

    /// <summary>Why a file cannot be written. The system has other reasons for what a person sees.</summary>
    private static string ReasonOfWriting(string path, Exception e)
    {
        if (IsFolder(path)) return "it is a folder.";
        for (var above = Path.GetDirectoryName(Path.GetFullPath(path)); above is not null; above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above)) return $"{above} is a file, not a folder.";
        }

        return Reason(e);
    }

    private static bool IsFolder(string path) => Path.EndsInDirectorySeparator(path) || Directory.Exists(path);

    /// <summary>Why a file cannot be read.</summary>
    private static string Reason(FileInfo file, Exception e) =>
        Directory.Exists(file.FullName) ? "it is a folder." : Reason(e);
}
