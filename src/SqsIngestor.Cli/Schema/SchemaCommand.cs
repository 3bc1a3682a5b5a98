using System.CommandLine;
using System.Text;
using SqsIngestor.Cli.Commands;

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
                Examples = ["sqs-ingestor schema mapping --output mapping.schema.json"],
                Build = BuildMapping,
            },
        ],
    };

    private static void BuildMapping(Command command)
    {
        var output = new Option<FileInfo?>("--output")
        {
            Description = "Write the schema to this file, instead of standard output.",
            HelpName = "FILE",
        };
        command.AddAll(output);
        command.SetAction(parsed =>
        {
            var schema = MappingSchema.Write();
            if (parsed.GetValue(output) is { } file)
            {
                Files.WriteAll([(file.ToString(), Encoding.UTF8.GetBytes(schema))], overwrite: true);
            }
            else
            {
                Console.Out.Write(schema);
            }
        });
    }
}
