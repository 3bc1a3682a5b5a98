using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli;

/// <summary>Files that the command line names, and those that come with the program.</summary>
internal static class Files
{
    /// <summary>A file that comes with the program: the examples of mappings/ and descriptors/.</summary>
    public static FileInfo Shipped(params string[] parts) => new(Path.Combine([AppContext.BaseDirectory, .. parts]));

    /// <exception cref="CliException">It cannot be written.</exception>
    public static void Write(FileInfo file, byte[] contents)
    {
        try
        {
            File.WriteAllBytes(file.FullName, contents);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.Usage, $"{file}: error: the file cannot be written: {e.Message}", e);
        }
    }

    /// <exception cref="CliException">It cannot be read.</exception>
    public static byte[] Read(FileInfo file)
    {
        try
        {
            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.Usage, $"{file}: error: the file cannot be read: {(e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : e.Message)}", e);
        }
    }
}
