using System.CommandLine;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Schema;

/// <summary><c>sqs-ingestor schema</c>.</summary>
internal static class SchemaCommand
{
    public static CommandInfo Info { get; } = new(
        "schema", CommandGroup.Tables, "Work with tables, descriptors and the schema of mappings")
    {
        Subcommands =
        [
            PullCommand.Info,
            CompileCommand.Info,
            ShowCommand.Info,
            SqlCommand.Info,
            DiffCommand.Info,
            new("mapping", CommandGroup.Tables, "Print the JSON Schema of the mapping language")
            {
                Details =
                    "The schema is draft 2020-12. "
                        + "An editor with yaml-language-server completes and checks a mapping that starts with "
                        + "# yaml-language-server: $schema=FILE",
                Examples =
                [
                    "sqs-ingestor schema mapping --write",
                    "sqs-ingestor schema mapping --output mapping.schema.json",
                ],
                Build = BuildMapping,
            },
        ],
    };

    private static void BuildMapping(Command command)
    {
        var output = new CommandOutput();
        var write = new Option<bool>("--write")
        {
            Description =
                $"Write {EditorSchema.FileName} next to the mappings of the project, in the folder mappings or in the current "
                    + "folder, and the line that names it at the top of each mapping.",
        };
        command.AddAll(output.Option, write);
        command.Exclude(write, output.Option);
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(write))
            {
                output.Write(parsed, MappingSchema.Write());
                return;
            }

            foreach (var line in EditorSchema.Write(EditorSchema.Folder)) Console.Out.WriteLine(line);
        });
    }
}
