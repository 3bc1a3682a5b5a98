using System.CommandLine;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Schema;

/// <summary><c>sqs-ingestor schema sql</c>.</summary>
internal static class SqlCommand
{
    public static CommandInfo Info { get; } = new("sql", CommandGroup.Tables, "Print the CREATE TABLE statement of a message")
    {
        Details = "The comment after a field gives its Delta type, for example TIMESTAMP for an int64 or DECIMAL(18,2) for a "
            + "string. 'schema pull' writes these comments, and descriptor sets keep them. Without a comment, an int64 is BIGINT "
            + "and a string is STRING. The statement has IF NOT EXISTS: it leaves a table of this name as it is. "
            + "'check --against uc:' compares that table with a mapping.",
        Examples = [
            "sqs-ingestor schema sql descriptors/orders.binpb --table main.sales.orders "
                + "--principal 4d9a6f0e-8c1b-4a53-9d57-0c6f2f1f7a11"],
        Build = Build,
    };

    private static void Build(Command command)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A descriptor set (.binpb) or a .proto file." };
        var message = new Option<string?>("--message-type")
        {
            Description = "The message, by its full name. Default: the only top-level message of the last file in the set.",
            HelpName = "NAME",
        }.WithOldName("--message");
        var table = new Option<string?>("--table")
        {
            Description = "The name of the table, as catalog.schema.table. "
                + "Default: the first line of the comment above the message, if that is a table name.",
            HelpName = "NAME",
        };
        var principal = new Option<string?>("--principal")
        {
            Description = "Print the GRANT statements for this service principal (its application id) as well.",
            HelpName = "ID",
        };
        var mapping = new Option<FileInfo?>("--mapping")
        {
            Description = "A mapping of this descriptor. Its as: overrides the comments.",
            HelpName = "FILE",
        };
        var output = new CommandOutput();
        command.AddAll(file, message, table, principal, mapping, output.Option);
        command.SetAction(parsed =>
        {
            var source = parsed.GetValue(file)!;
            var set = TableFiles.Descriptors(source);
            var hints = parsed.GetValue(mapping) is { } m
                ? MappingTypes.Of(MappingFiles.Load(m, null, null).RequirePlan())
                : null;
            var tables = TableFiles.ReadSet(source, set, parsed.GetValue(message), hints);
            var name = parsed.GetValue(table);
            var chosen = tables.Count == 1 ? tables[0] : TableSource.Choose(source.ToString(), tables, name);
            if (name is not null) chosen = chosen with { Name = TableSource.Name(name) };
            foreach (var (path, problem) in NestedNotNull.Find(chosen))
                Console.Error.WriteLine($"{chosen.Name}: warning: '{path}' {problem}");
            var grants = parsed.GetValue(principal) is { Length: > 0 } id ? "\n" + GrantText.Write(chosen.Name, id) : "";
            output.Write(parsed, CreateTableText.Write(chosen) + grants);
        });
    }
}
