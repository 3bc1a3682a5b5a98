using System.CommandLine;
using System.Text;
using System.Text.Json;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Json;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Schema;

/// <summary><c>sqs-ingestor schema show</c>.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A descriptor set (.binpb) or a .proto file." };
        var message = new Option<string?>("--message") { Description = "Only this message, by its full name. Default: all top-level messages of the last file.", HelpName = "NAME" };
        var format = new Option<string>("--format") { Description = "table, proto (the set's last file as text), or json (as the catalog would answer it).", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "proto", "json");
        var command = new Command("show", "Show what is in a descriptor set: its messages, their fields, and the Delta types that its comments carry.") { file, message, format };
        command.SetAction(parsed =>
        {
            var (source, name) = (parsed.GetValue(file)!, parsed.GetValue(message));
            var set = TableFiles.Descriptors(source);
            switch (parsed.GetValue(format))
            {
                case "proto": Console.Out.Write(ProtoText.Write(set.File[^1])); break;
                case "json": Console.Out.Write(Json(TableFiles.ReadSet(source, set, name, null))); break;
                default: MessageReport.Write(ConsoleFactory.Create(), set, TableFiles.ReadSet(source, set, name, null), name is null ? ProtoSet.TopLevelMessages(set) : [name]); break;
            }
        });
        return command;
    }

    private static string Json(IReadOnlyList<CatalogTable> tables)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
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
