using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli;

/// <summary>Reads and writes the files that a command line names; failures end the command.</summary>
internal static class Files
{
    /// <summary>A bundled file: the examples of mappings/ and descriptors/.</summary>
    public static FileInfo Shipped(params string[] parts) => new(Path.Combine([AppContext.BaseDirectory, .. parts]));

    /// <exception cref="CliException">The file cannot be read.</exception>
    public static byte[] Read(FileInfo file)
    {
        try
        {
            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnreadable.At(file, $"The file cannot be read: {Reason(e)}", e);
        }
    }

    /// <exception cref="CliException">The file cannot be written.</exception>
    public static void Write(FileInfo file, byte[] contents)
    {
        try
        {
            File.WriteAllBytes(file.FullName, contents);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnwritable.At(file, $"The file cannot be written: {Reason(e)}", e);
        }
    }

    /// <summary>
    /// Writes all files or none: each next to its place first, and when all are written, moves them there. Creates missing
    /// folders.
    /// </summary>
    /// <param name="files">Paths and contents.</param>
    /// <param name="overwrite">Whether to replace files that exist.</param>
    /// <exception cref="CliException">A file exists, or cannot be written; nothing has changed.</exception>
    public static void WriteAll(IReadOnlyList<(string Path, byte[] Contents)> files, bool overwrite)
    {
        var there = overwrite ? [] : files.Where(file => File.Exists(file.Path)).Select(file => file.Path).ToList();
        if (there.Count > 0)
        {
            throw CliErrors.FileExists.At(
                string.Join(", ", there), "The file exists. Use --force to overwrite it, or another --output.");
        }
        var temporary = files.Select(file => $"{file.Path}.{Guid.NewGuid():n}.tmp").ToList();
        try
        {
            for (var i = 0; i < files.Count; i++)
            {
                if (Path.GetDirectoryName(files[i].Path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
                File.WriteAllBytes(temporary[i], files[i].Contents);
            }

            for (var i = 0; i < files.Count; i++) File.Move(temporary[i], files[i].Path, overwrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnwritable.At(
                string.Join(", ", files.Select(file => file.Path)), $"The file cannot be written: {Reason(e)}", e);
        }
        finally
        {
            foreach (var file in temporary.Where(File.Exists)) File.Delete(file);
        }
    }

    private static string Reason(Exception e) =>
        e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist." : e.Message;
}
