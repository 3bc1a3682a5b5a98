using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Package;

/// <summary>The files that the command line names for the layer, each once, by the name that it has there.</summary>
internal static class LayerFiles
{
    /// <summary>Takes files as they are, and of a folder those that end with the extension.</summary>
    /// <exception cref="CliException">Something is not there, a folder is empty, or two files have the same name.</exception>
    public static IReadOnlyDictionary<string, FileInfo> Collect(string option, IEnumerable<FileSystemInfo> given, string extension)
    {
        var files = new SortedDictionary<string, FileInfo>(StringComparer.Ordinal);
        foreach (var file in given.SelectMany(each => Of(option, each, extension)))
        {
            if (files.TryGetValue(file.Name, out var other) && other.FullName != file.FullName)
                throw new CliException(ExitCodes.Usage, $"{option}: {other} and {file} have the same name, and the layer has one folder for both. Rename one.");
            files[file.Name] = file;
        }
        return files;
    }

    private static List<FileInfo> Of(string option, FileSystemInfo given, string extension)
    {
        if (File.Exists(given.FullName)) return [new FileInfo(given.ToString())];
        if (!Directory.Exists(given.FullName)) throw new CliException(ExitCodes.Usage, $"{option}: there is no file or folder {given}");
        var files = Directory.EnumerateFiles(given.ToString(), "*" + extension).Order(StringComparer.Ordinal).Select(path => new FileInfo(path)).ToList();
        return files.Count > 0 ? files : throw new CliException(ExitCodes.Usage, $"{option}: the folder {given} has no {extension} file");
    }
}
