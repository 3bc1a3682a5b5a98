using System.CommandLine;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Commands;

/// <summary>The groups of commands in the help of the root command, in this order.</summary>
internal enum CommandGroup
{
    Mappings,
    Tables,
    LocalRuns,
    Deployment,
    Documentation,
}

/// <summary>A command: the source of its help, of the list in the root command and of docs/reference/commands.md.</summary>
/// <param name="Name">The word on the command line.</param>
/// <param name="Group">The group in the help of the root command.</param>
/// <param name="Summary">What the command does, in one line without a full stop.</param>
internal sealed record CommandInfo(string Name, CommandGroup Group, string Summary)
{
    /// <summary>More text after the one line, in full sentences; null for none.</summary>
    public string? Details { get; init; }

    /// <summary>Command lines to copy, each starting with <c>sqs-ingestor</c>.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>The meaning of exit code 1 for this command; null if the command does not return it.</summary>
    public string? FailsIf { get; init; }

    /// <summary>Whether the command can read Unity Catalog, and so return its exit codes.</summary>
    public bool ReadsCatalog { get; init; }

    /// <summary>Whether the command starts the function, and so returns the exit codes of its start.</summary>
    public bool StartsFunction { get; init; }

    /// <summary>Whether the command ends processes and closes what it serves when it is stopped.</summary>
    public bool StopsInOrder { get; init; }

    /// <summary>Adds arguments, options and the action; null for a command that only has subcommands.</summary>
    public Action<Command>? Build { get; init; }

    /// <summary>The subcommands.</summary>
    public IReadOnlyList<CommandInfo> Subcommands { get; init; } = [];

    /// <summary>The exit codes of this command, ascending.</summary>
    public IReadOnlyList<ExitCode> ExitCodes
    {
        get
        {
            IEnumerable<ExitCode> own = FailsIf is null ? [] : [new(Errors.ExitCodes.Failure, FailsIf)];
            var common = Errors.ExitCodes.Common.Where(code => code.Code != Errors.ExitCodes.Failure);
            return
            [
                .. common.Concat(own)
                    .Concat(StartsFunction ? Errors.ExitCodes.Function : [])
                    .Concat(ReadsCatalog ? Errors.ExitCodes.Catalog : [])
                    .OrderBy(code => code.Code),
            ];
        }
    }
}

/// <summary>A command of the parser that knows its entry in the catalog.</summary>
internal sealed class CatalogCommand : Command
{
    public CatalogCommand(CommandInfo info)
        : base(info.Name, info.Summary)
    {
        Info = info;
        info.Build?.Invoke(this);
        foreach (var subcommand in info.Subcommands) Subcommands.Add(new CatalogCommand(subcommand));
    }

    public CommandInfo Info { get; }
}
