using System.CommandLine;
using System.Text;
using System.Text.Json;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Json;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Schema;

/// <summary><c>sqs-ingestor schema show</c>.</summary>
internal static class ShowCommand
{
    public static CommandInfo Info { get; } = new(
        "show", CommandGroup.Tables, "Show the messages, fields and Delta types of a descriptor set")
    {
        Examples = [
            "sqs-ingestor schema show descriptors/orders.binpb",
            "sqs-ingestor schema show descriptors/orders.binpb --format proto"],
        Build = Build,
    };

    private static void Build(Command command)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A descriptor set (.binpb) or a .proto file." };
        var message = new Option<string?>("--message-type")
        {
            Description = "Only this message, by its full name. Default: all top-level messages of the last file in the set.",
            HelpName = "NAME",
        }.WithOldName("--message");
        var format = CommandSymbols.Format(
            "table", null, ("proto", "the last file of the set as text"), ("json", "as Unity Catalog writes it"));
        var output = new CommandOutput();
        command.AddAll(file, message, format, output.Option);
        command.SetAction(parsed =>
        {
            var (source, name) = (parsed.GetValue(file)!, parsed.GetValue(message));
            var set = TableFiles.Descriptors(source);
            var chosen = parsed.GetValue(format);
            if (chosen == "proto")
            {
                output.Write(parsed, ProtoText.Write(set.File[^1]));
                return;
            }

            if (chosen == "json")
            {
                output.Write(parsed, Json(TableFiles.ReadSet(source, set, name, null)));
                return;
            }

            var messages = name is null ? ProtoSet.TopLevelMessages(set) : [name];
            var tables = TableFiles.ReadToShow(source, set, messages);
            output.Write(parsed, console => MessageReport.Write(console, set, tables, messages));
        });
    }

    private static string Json(IReadOnlyList<CatalogTable> tables)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, JsonLayout.IndentedWriter))
        {
            if (tables.Count == 1)
            {
                CatalogJson.Write(writer, tables[0]);
            }
            else
            {
                writer.WriteStartObject();
                writer.WriteStartArray("tables");
                foreach (var table in tables) CatalogJson.Write(writer, table);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }
}
