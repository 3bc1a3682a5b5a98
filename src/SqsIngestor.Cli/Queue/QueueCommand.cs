using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Serve.Control;
using SqsIngestor.Cli.Serve.Discovery;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;
using SqsIngestor.Emulator.Tables.Queries;

namespace SqsIngestor.Cli.Queue;

/// <summary><c>sqs-ingestor queue</c>.</summary>
internal static class QueueCommand
{
    private static readonly QueryColumn[] Columns =
    [
        .. new[] { "dead letter", "group", "received", "sent", "dead since", "body" }.Select(name => new QueryColumn(name, "")),
    ];

    private static readonly JsonSerializerOptions Json = new(ControlJson.Options)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
    };

    public static CommandInfo Info { get; } = new("queue", CommandGroup.LocalRuns, "Show the queue of the running local server")
    {
        Details =
            "Shows how many messages are visible, in flight, deleted and in the dead-letter queue, and lists the dead letters.",
        Examples = ["sqs-ingestor queue", "sqs-ingestor queue --format json"],
        FailsIf = "The server does not answer.",
        Build = Build,
    };

    private static void Build(Command command)
    {
        var format = CommandSymbols.Format("table", "text", ("json", ""));
        var output = new CommandOutput();
        var server = RunningServer.Option();
        command.AddAll(format, output.Option, server);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new ControlClient(RunningServer.Find(parsed.GetValue(server)));
            var queue = await client.DescribeQueueAsync(cancellation);
            if (parsed.GetValue(format) == "json")
            {
                output.Write(parsed, JsonSerializer.Serialize(queue, Json) + "\n");
            }
            else
            {
                output.Write(parsed, console => Write(console, queue));
            }

            return ExitCodes.Success;
        });
    }

    private static void Write(IAnsiConsole console, QueueState queue)
    {
        var counts = queue.Counts;
        console.WriteUnwrapped(queue.Arn, Styles.Bold);
        var function = queue.FunctionProcessId is { } id
            ? $"the function is process {id}"
            : "the function starts with the next message";
        console.WriteUnwrapped(
            $"{counts.Visible} visible, {counts.InFlight} in flight or hidden, {counts.Deleted} deleted, "
                + $"{Quantity.Count(counts.DeadLettered, "dead letter")}; {function}",
            Style.Plain);
        if (queue.DeadLetters.Count == 0) return;
        // A pipe gets whole bodies, and a terminal what fits.
        RowsTable.Write(console, new QueryResult(
            Columns, [.. queue.DeadLetters.Select(Cells)]));
    }

    private static IReadOnlyList<object?> Cells(DeadLetter letter) =>
        [letter.MessageId, letter.GroupId ?? "", letter.ReceiveCount, Time(letter.SentAt), Time(letter.DeadAt), letter.Body];

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture) + "Z";
}
