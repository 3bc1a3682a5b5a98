using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Package;

/// <summary>The files of an option, each once, by the name in the layer.</summary>
internal static class LayerInputs
{
    /// <summary>The extension of a schema of Avro.</summary>
    public const string SchemaExtension = ".avsc";

    public static SortedDictionary<string, FileInfo> Mappings(IReadOnlyList<FileSystemInfo> given) =>
        Collect("MAPPING", given, ".yaml");

    public static SortedDictionary<string, FileInfo> Descriptors(IReadOnlyList<FileSystemInfo> given) =>
        Collect("--descriptors", given, ".binpb", SchemaExtension);

    /// <exception cref="CliException">Two files have one name in the layer.</exception>
    public static void Add(IDictionary<string, FileInfo> files, string option, FileInfo file)
    {
        if (files.TryGetValue(file.Name, out var other) && other.FullName != file.FullName)
        {
            throw CliErrors.LayerNameTwice.Because(
                $"{option}: {other} and {file} have the same name, and the layer puts both in one folder. Rename one.");
        }

        files[file.Name] = file;
    }

    /// <summary>Files as they are, and of a folder those with one of the extensions.</summary>
    /// <exception cref="CliException">A file does not exist, a folder is empty, or two files have the same name.</exception>
    private static SortedDictionary<string, FileInfo> Collect(
        string option, IEnumerable<FileSystemInfo> given, params string[] extensions)
    {
        var files = new SortedDictionary<string, FileInfo>(StringComparer.Ordinal);
        foreach (var file in given.SelectMany(each => FilesOf(option, each, extensions))) Add(files, option, file);
        // A file that cannot be read is not an error of the mapping.
        foreach (var file in files.Values) Files.Read(file);
        return files;
    }

    private static List<FileInfo> FilesOf(string option, FileSystemInfo given, string[] extensions)
    {
        if (File.Exists(given.FullName)) return [new FileInfo(given.ToString())];
        if (!Directory.Exists(given.FullName)) throw CliErrors.FileUnreadable.Because($"{option}: {given} does not exist.");
        var files = Directory.EnumerateFiles(given.ToString())
            .Where(path => extensions.Contains(Path.GetExtension(path), StringComparer.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new FileInfo(path))
            .ToList();
        return files.Count > 0
            ? files
            : throw CliErrors.FileUnreadable.Because($"{option}: the folder {given} has no {extensions[0]} file.");
    }
}
