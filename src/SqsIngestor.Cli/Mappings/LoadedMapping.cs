using SqsIngestor.Cli.Errors;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Cli.Mappings;

/// <summary>A mapping file and what compiling it gave.</summary>
/// <param name="File">As the command line names it.</param>
/// <param name="Compilation">The plan, or why there is none.</param>
internal sealed record LoadedMapping(FileInfo File, MappingCompilation Compilation)
{
    /// <summary>Reads a file that the mapping names, relative to its folder.</summary>
    public byte[] ReadBeside(string name) => System.IO.File.ReadAllBytes(Path.Combine(File.DirectoryName!, name));

    /// <exception cref="CliException">There is no plan; the message is every diagnostic.</exception>
    public MappingPlan RequirePlan() =>
        Compilation.Plan ?? throw new CliException(ExitCodes.Usage, Mapping.Diagnostics.DiagnosticWriter.Write(Compilation.Diagnostics).TrimEnd());
}
