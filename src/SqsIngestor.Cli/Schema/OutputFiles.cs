using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Schema;

/// <summary>Files that are written as a whole or not at all.</summary>
internal static class OutputFiles
{
    /// <summary>Writes each file beside its place first, and moves all of them there when all are written.</summary>
    /// <param name="files">Paths and contents. Folders that are missing are made.</param>
    /// <param name="overwrite">Whether files that are there give way.</param>
    /// <exception cref="CliException">A file is there already, or cannot be written; nothing has changed.</exception>
    public static void Write(IReadOnlyList<(string Path, byte[] Contents)> files, bool overwrite)
    {
        var there = overwrite ? [] : files.Where(file => File.Exists(file.Path)).Select(file => file.Path).ToList();
        if (there.Count > 0) throw new CliException(ExitCodes.Usage, $"{string.Join(", ", there)}: error: there already. Give --force to overwrite, or another --output.");
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
            throw new CliException(ExitCodes.Usage, $"error: {string.Join(", ", files.Select(file => file.Path))} cannot be written: {e.Message}", e);
        }
        finally
        {
            foreach (var file in temporary.Where(File.Exists)) File.Delete(file);
        }
    }
}
