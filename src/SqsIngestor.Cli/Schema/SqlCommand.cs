using System.CommandLine;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Sources;

namespace SqsIngestor.Cli.Schema;

/// <summary><c>sqs-ingestor schema sql</c>.</summary>
internal static class SqlCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A descriptor set (.binpb) or a .proto file." };
        var message = new Option<string?>("--message") { Description = "The message, by its full name. Default: the only top-level message of the last file.", HelpName = "NAME" };
        var table = new Option<string?>("--table") { Description = "catalog.schema.table. Default: the first line of the comment above the message, where that is one.", HelpName = "NAME" };
        var principal = new Option<string?>("--principal") { Description = "Print the GRANTs that this service principal (its application id) needs as well.", HelpName = "ID" };
        var mapping = new Option<FileInfo?>("--mapping") { Description = "A mapping of this descriptor: its as: says which int64 is a TIMESTAMP, which string a DECIMAL. It is stronger than comments.", HelpName = "FILE" };
        var command = new Command("sql",
            "Print the CREATE TABLE of a message. An int64 is a TIMESTAMP, a string a DECIMAL where the comment behind the field says so "
            + "(schema pull writes it, and descriptor sets keep it), or as: of --mapping; otherwise BIGINT and STRING.")
        {
            file, message, table, principal, mapping,
        };
        command.SetAction(parsed =>
        {
            var source = parsed.GetValue(file)!;
            var set = TableFiles.Descriptors(source);
            var hints = parsed.GetValue(mapping) is { } m ? MappingTypes.Of(MappingFiles.Load(m, null, null).RequirePlan()) : null;
            var tables = TableFiles.ReadSet(source, set, parsed.GetValue(message), hints);
            var name = parsed.GetValue(table);
            var chosen = tables.Count == 1 ? tables[0] : TableSource.Choose(source.ToString(), tables, name);
            if (name is not null) chosen = chosen with { Name = TableSource.Name(name) };
            Console.Out.Write(CreateTableText.Write(chosen));
            if (parsed.GetValue(principal) is { Length: > 0 } id) Console.Out.Write("\n" + GrantText.Write(chosen.Name, id));
        });
        return command;
    }
}
