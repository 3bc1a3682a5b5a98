using SqsIngestor.Cli.Check;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Cli.Package;

/// <summary>
/// The Lambda layer, which appears as <c>/opt/sqs-ingestor/mappings</c> and <c>/opt/sqs-ingestor/descriptors</c>. Its mappings
/// must compile against its descriptors, so a broken mapping never reaches the function.
/// </summary>
internal sealed class Layer(IReadOnlyDictionary<string, FileInfo> mappings, IReadOnlyDictionary<string, FileInfo> descriptors)
{
    private const string Root = "sqs-ingestor";
    private const string SchemaExtension = ".avsc";

    /// <summary>What it has, such as <c>1 mapping, 1 descriptor set</c>.</summary>
    public string Contents
    {
        get
        {
            var schemas = descriptors.Keys.Count(name => Path.GetExtension(name) == SchemaExtension);
            return $"{Quantity.Count(mappings.Count, "mapping")}, "
                + Quantity.Count(descriptors.Count - schemas, "descriptor set")
                + (schemas > 0 ? $", {Quantity.Count(schemas, "schema")}" : "");
        }
    }

    private IEnumerable<FileInfo> All => mappings.Values.Concat(descriptors.Values);

    /// <exception cref="CliException">Mappings or descriptors are missing, or a file cannot be read.</exception>
    public static Layer Create(IReadOnlyList<FileSystemInfo> mappings, IReadOnlyList<FileSystemInfo> descriptors)
    {
        if (mappings.Count == 0) throw CliErrors.LayerIncomplete.Because("A layer needs its mappings. Name them.");
        if (descriptors.Count == 0)
        {
            throw CliErrors.LayerIncomplete.Because(
                "A layer needs the descriptors of its mappings. Name them with --descriptors.");
        }
        var layer = new Layer(
            Collect("MAPPING", mappings, ".yaml"), Collect("--descriptors", descriptors, ".binpb", SchemaExtension));
        // A file that cannot be read is not an error of the mapping.
        foreach (var file in layer.All) Files.Read(file);
        return layer;
    }

    /// <summary>Checks every mapping as <c>check</c> does.</summary>
    /// <returns>Every diagnostic, warnings included.</returns>
    public IReadOnlyList<Diagnostic> Check() => [.. mappings.Values.SelectMany(Compile)];

    /// <summary>The zip of the layer.</summary>
    public byte[] ToZip()
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (name, file) in mappings) files[$"{Root}/mappings/{name}"] = Files.Read(file);
        foreach (var (name, file) in descriptors) files[$"{Root}/descriptors/{name}"] = Files.Read(file);
        return ReproducibleZip.Create(files, ReproducibleZip.Readable);
    }

    private IReadOnlyList<Diagnostic> Compile(FileInfo mapping)
    {
        var loaded = MappingFiles.Load(
            mapping, null, null,
            find: name => descriptors.TryGetValue(name, out var file)
                ? DescriptorFile.Read(file.ToString())
                : new DescriptorFile(name, null, "it is not among the files of --descriptors"));
        return loaded.Compilation.Plan is null
            ? loaded.Compilation.Diagnostics
            : [.. loaded.Compilation.Diagnostics, .. TableCheck.RunAlone(loaded)];
    }

    /// <summary>
    /// The files of an option, each once, by the name in the layer: files as they are, and of a folder those with one of the
    /// extensions.
    /// </summary>
    /// <exception cref="CliException">A file does not exist, a folder is empty, or two files have the same name.</exception>
    private static SortedDictionary<string, FileInfo> Collect(
        string option, IEnumerable<FileSystemInfo> given, params string[] extensions)
    {
        var files = new SortedDictionary<string, FileInfo>(StringComparer.Ordinal);
        foreach (var file in given.SelectMany(each => FilesOf(option, each, extensions)))
        {
            if (files.TryGetValue(file.Name, out var other) && other.FullName != file.FullName)
            {
                throw CliErrors.LayerNameTwice.Because(
                    $"{option}: {other} and {file} have the same name, and the layer puts both in one folder. Rename one.");
            }

            files[file.Name] = file;
        }

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
