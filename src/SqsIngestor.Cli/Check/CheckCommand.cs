using System.CommandLine;
using Spectre.Console;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Diagnostics;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Cli.Check;

/// <summary><c>sqs-ingestor check</c>.</summary>
internal static class CheckCommand
{
    public static CommandInfo Info { get; } = new(
        "check", CommandGroup.Mappings, "Check mappings against their descriptors, and against tables")
    {
        Details =
            "Compiles each mapping as the function does when it starts, and prints every problem. "
                + "With --against, compares the mapping with its tables as well.",
        Examples =
        [
            "sqs-ingestor check mappings/orders.yaml",
            "sqs-ingestor check mappings/*.yaml --format sarif",
            "sqs-ingestor check mappings/orders.yaml --against uc:",
            "sqs-ingestor check mappings/orders.yaml --against descriptors/orders.sql "
                + "--against main.ops.quarantine=descriptors/quarantine.sql",
        ],
        FailsIf = "A mapping has errors.",
        ReadsCatalog = true,
        Build = Build,
    };

    private static void Build(Command command)
    {
        var (files, descriptors) = (MappingOptions.Files(), MappingOptions.Descriptors());
        var table =
            MappingOptions.Table("The table's name, the same as TABLE_NAME. Overrides the name in the mapping.");
        var format = CommandSymbols.Format("text", "human", ("json", ""), ("sarif", "2.1.0, for code review"));
        var output = new CommandOutput();
        var against = new Option<string[]>("--against")
        {
            Description =
                $"Compare with this table as well: uc: (each table of the mapping in Unity Catalog), {TableSource.Help}. "
                    + "NAME=FILE gives the only table of a file that name.",
            HelpName = "PLACE",
        };
        var strict = new Option<bool>("--warnings-as-errors")
        {
            Description = "Exit with 1 for warnings as well.",
        };
        var (workspace, variables) = (new WorkspaceOptions(), new SqlVariables());
        command.AddAll(files, descriptors, table, format, output.Option, against, strict, variables.Option);
        workspace.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var catalog = workspace.Read(parsed);
            var values = variables.Read(parsed);
            var tables = new AgainstTables(parsed.GetValue(against) ?? [], values, catalog);
            var mappings = new List<LoadedMapping>();
            foreach (var file in parsed.GetValue(files)!)
            {
                var given =
                    await tables.FindAsync(MappingFiles.CatalogTables(file, parsed.GetValue(table)) ?? [], cancellationToken);
                mappings.Add(MappingFiles.Load(file, parsed.GetValue(descriptors), parsed.GetValue(table), given));
            }

            var diagnostics = new List<Diagnostic>();
            foreach (var mapping in mappings)
            {
                diagnostics.AddRange(mapping.Compilation.Diagnostics);
                diagnostics.AddRange(await tables.CheckAsync(mapping, cancellationToken));
            }

            if (diagnostics.TrueForAll(d => d.Severity != DiagnosticSeverity.Error)) values.RefuseUnused();
            if (parsed.GetValue(format) == "json") output.Write(parsed, DiagnosticsJson.Write(diagnostics) + "\n");
            else if (parsed.GetValue(format) == "sarif") output.Write(parsed, SarifLog.Write(diagnostics) + "\n");
            else output.Write(parsed, console => WriteText(console, mappings.Count, diagnostics));
            return ExitCodeOf(diagnostics, parsed.GetValue(strict));
        });
    }

    /// <summary>A file that cannot be read is not a result of the check.</summary>
    private static int ExitCodeOf(List<Diagnostic> diagnostics, bool warningsAsErrors) =>
        diagnostics.Exists(d => d.Code == DiagnosticCodes.FileUnreadable && d.Position == TextPosition.File) ? ExitCodes.Usage
        : diagnostics.Exists(d => d.Severity == DiagnosticSeverity.Error || warningsAsErrors) ? ExitCodes.Failure
        : ExitCodes.Success;

    private static void WriteText(IAnsiConsole console, int files, List<Diagnostic> diagnostics)
    {
        DiagnosticText.Write(console, diagnostics);
        if (Verbosity.IsQuiet) return;
        var errors = diagnostics.Count(d => d.Severity == DiagnosticSeverity.Error);
        console.WriteUnwrapped(
            $"{Quantity.Count(files, "mapping")}, {Quantity.Count(errors, "error")}, "
                + $"{Quantity.Count(diagnostics.Count - errors, "warning")}",
            errors > 0 ? Styles.Bad : Styles.Good);
    }
}
