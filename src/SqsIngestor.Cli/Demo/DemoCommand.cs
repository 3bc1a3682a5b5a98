using System.CommandLine;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Demo;

/// <summary><c>sqs-ingestor demo</c>.</summary>
internal static class DemoCommand
{
    private static readonly string[] ShippedEvents = ["basic", "attributes", "fifo", "hostile"];

    public static Command Create()
    {
        var events = new Option<FileInfo[]>("--event") { Description = "An SQS event as Lambda delivers it; repeatable. Default: the example events.", HelpName = "FILE" };
        var mapping = FileOption("--mapping", "The mapping file. Default: mappings/sqs_messages.yaml.");
        var descriptor = FileOption("--descriptor", "The descriptor set of the table's message. Default: descriptors/sqs_messages.binpb.");
        var sql = FileOption("--sql", "The CREATE TABLE statement of the table. Default: descriptors/sqs_messages.sql.");
        var database = FileOption("--database", "Keep the rows in this DuckDB file. Default: in memory.");
        var function = FileOption("--function", "Another Lambda program than the one that comes with this, such as a native one of 'package'; one for another processor runs under QEMU.");
        var command = new Command("demo",
            "Run the whole path on this machine: a local Databricks, the Lambda program as its own process, SQS events, and the rows that they become. "
            + "Exit code 1: an invocation failed, or a message of your own events did not land. 2: the command line or a file is wrong.")
        {
            events, mapping, descriptor, sql, database, function,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var own = parsed.GetValue(events) is { Length: > 0 } given ? given : null;
            var options = new DemoOptions(
                own ?? [.. ShippedEvents.Select(name => Files.Shipped("mappings", "samples", $"sqs-event-{name}.json"))],
                parsed.GetValue(mapping) ?? Files.Shipped("mappings", "sqs_messages.yaml"),
                parsed.GetValue(descriptor) ?? Files.Shipped("descriptors", "sqs_messages.binpb"),
                parsed.GetValue(sql) ?? Files.Shipped("descriptors", "sqs_messages.sql"),
                parsed.GetValue(database), own is not null, parsed.GetValue(function));
            return new DemoRun(options, ConsoleFactory.Create()).RunAsync(cancellation);
        });
        return command;
    }

    private static Option<FileInfo?> FileOption(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}
