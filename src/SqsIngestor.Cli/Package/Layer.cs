using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Cli.Package;

/// <summary>
/// The layer: under <c>/opt</c>, <c>sqs-ingestor/mappings</c> and <c>sqs-ingestor/descriptors</c>. It is made only of mappings that
/// compile against the descriptors of the same layer, so that a broken one never reaches the function.
/// </summary>
internal sealed class Layer(IReadOnlyDictionary<string, FileInfo> mappings, IReadOnlyDictionary<string, FileInfo> descriptors)
{
    private const string Root = "sqs-ingestor";

    public int Mappings => mappings.Count;

    public int Descriptors => descriptors.Count;

    /// <exception cref="CliException">Only one of the two kinds is given, or a file is not there.</exception>
    public static Layer Create(IReadOnlyList<FileSystemInfo> mappings, IReadOnlyList<FileSystemInfo> descriptors)
    {
        if (mappings.Count == 0) throw new CliException(ExitCodes.Usage, "A layer needs its mappings: give --mapping too.");
        if (descriptors.Count == 0) throw new CliException(ExitCodes.Usage, "A layer needs the descriptors of its mappings: give --descriptor too.");
        return new(LayerFiles.Collect("--mapping", mappings, ".yaml"), LayerFiles.Collect("--descriptor", descriptors, ".binpb"));
    }

    /// <summary>Compiles every mapping as the function would.</summary>
    /// <returns>Everything that the compiler says, warnings too.</returns>
    public IReadOnlyList<Diagnostic> Check() => [.. mappings.Values.SelectMany(Compile)];

    public byte[] ToZip()
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (name, file) in mappings) files[$"{Root}/mappings/{name}"] = Files.Read(file);
        foreach (var (name, file) in descriptors) files[$"{Root}/descriptors/{name}"] = Files.Read(file);
        return ReproducibleZip.Create(files, ReproducibleZip.Readable);
    }

    private IReadOnlyList<Diagnostic> Compile(FileInfo mapping) => MappingCompiler.Compile(Files.Read(mapping), mapping.ToString(), new MappingCompilerOptions
    {
        TableNamePlaceholder = MappingFiles.TableNamePlaceholder,
        Descriptors = name => descriptors.TryGetValue(name, out var file)
            ? DescriptorFile.Read(file.ToString())
            : new DescriptorFile(name, null, "it is not among the files of --descriptor"),
    }).Diagnostics;
}
