using System.CommandLine;
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
    public static Command Create()
    {
        var (files, descriptors) = (MappingOptions.Files(), MappingOptions.Descriptors());
        var table = MappingOptions.Table("The table's name, as TABLE_NAME gives it to the function. Default: that of the file; it may be missing there.");
        var format = new Option<string>("--format") { Description = "human, json, or sarif (2.1.0, for code review).", DefaultValueFactory = _ => "human" };
        format.AcceptOnlyFromAmong("human", "json", "sarif");
        var against = new Option<string[]>("--against")
        {
            Description = "Compare with the tables as well: uc: (each table of the mapping in Unity Catalog), or " + TableSource.Help + "; may be given several times.",
            HelpName = "PLACE",
        };
        var workspace = new WorkspaceOptions();
        var command = new Command("check", "Compile mappings against their descriptors and print every problem, as the function would at its start. Exit code 1: there are errors. 2: the command line is wrong.")
        {
            files, descriptors, table, format, against,
        };
        workspace.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var catalog = workspace.Read(parsed);
            var tables = new AgainstTables(parsed.GetValue(against) ?? [], catalog);
            var mappings = new List<LoadedMapping>();
            foreach (var file in parsed.GetValue(files)!)
            {
                var given = await tables.FindAsync(MappingFiles.CatalogTables(file, parsed.GetValue(table)) ?? [], cancellationToken);
                mappings.Add(MappingFiles.Load(file, parsed.GetValue(descriptors), parsed.GetValue(table), given));
            }

            var diagnostics = new List<Diagnostic>();
            foreach (var mapping in mappings)
            {
                diagnostics.AddRange(mapping.Compilation.Diagnostics);
                diagnostics.AddRange(await tables.CheckAsync(mapping, cancellationToken));
            }
            switch (parsed.GetValue(format))
            {
                case "json": Console.Out.WriteLine(DiagnosticsJson.Write(diagnostics)); break;
                case "sarif": Console.Out.WriteLine(SarifLog.Write(diagnostics)); break;
                default: WriteHuman(mappings.Count, diagnostics); break;
            }
            return diagnostics.Exists(d => d.Severity == DiagnosticSeverity.Error) ? ExitCodes.Failure : ExitCodes.Success;
        });
        return command;
    }

    private static void WriteHuman(int files, List<Diagnostic> diagnostics)
    {
        var console = ConsoleFactory.Create();
        DiagnosticText.Write(console, diagnostics);
        var errors = diagnostics.Count(d => d.Severity == DiagnosticSeverity.Error);
        console.WriteUnwrapped($"{Count(files, "mapping")}, {Count(errors, "error")}, {Count(diagnostics.Count - errors, "warning")}",
            errors > 0 ? Styles.Bad : Styles.Good);
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
