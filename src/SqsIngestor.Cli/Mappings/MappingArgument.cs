using System.CommandLine;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Mappings;

/// <summary>The mapping of a command that works with one: an argument. Earlier versions had <c>--mapping</c>.</summary>
internal sealed class MappingArgument
{
    private readonly string? _shipped;
    private readonly Argument<FileInfo?> _argument;
    private readonly Option<FileInfo?> _old = new Option<FileInfo?>("--mapping") { HelpName = "FILE" }
        .ReplacedBy("the mapping file without an option");

    /// <param name="shipped">The bundled mapping to use if there is none; null if the command needs one.</param>
    public MappingArgument(string? shipped = null)
    {
        _shipped = shipped;
        _argument = new Argument<FileInfo?>("MAPPING")
        {
            Description = shipped is null ? "The mapping file." : $"The mapping file. Default: the bundled {shipped}.",
            // A command without one says itself where a mapping can come from.
            Arity = ArgumentArity.ZeroOrOne,
        }.FromProject(ProjectKey.Mapping);
    }

    /// <summary>The argument, for what it excludes.</summary>
    public Argument Symbol => _argument;

    public void AddTo(Command command)
    {
        command.Arguments.Add(_argument);
        command.Options.Add(_old);
    }

    /// <summary>Whether the command line itself names a mapping.</summary>
    public bool IsNamed(ParseResult parsed) => parsed.GetValue(_old) is not null
        || (parsed.GetValue(_argument) is not null && !OptionDefaults.IsApplied(_argument));

    /// <summary>The mapping.</summary>
    /// <exception cref="CliException">There is none, there are two, or the file cannot be read.</exception>
    public FileInfo Read(ParseResult parsed)
    {
        var (given, old) = (parsed.GetValue(_argument), parsed.GetValue(_old));
        if (given is not null && old is not null && !OptionDefaults.IsApplied(_argument))
        {
            throw CliErrors.CommandLine.Because($"There are two mappings, {given} and {old}. Name one.");
        }

        if ((old ?? given) is { } file)
        {
            Files.Read(file);
            return file;
        }

        return _shipped is null
            ? throw CliErrors.CommandLine.Because(
                $"There is no mapping. Name its file, or write 'mapping: FILE' in {ProjectFile.Name}.")
            : Files.Shipped("mappings", _shipped);
    }
}
