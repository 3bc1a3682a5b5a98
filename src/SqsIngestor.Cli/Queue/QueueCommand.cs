using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Serve.Control;
using SqsIngestor.Cli.Serve.Discovery;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Queue;

/// <summary><c>sqs-ingestor queue</c>.</summary>
internal static class QueueCommand
{
    private const int MaxBody = 60;

    public static Command Create()
    {
        var format = new Option<string>("--format") { Description = "text or json.", HelpName = "FORMAT", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var server = RunningServer.Option();
        var command = new Command("queue", "Show the queue of the server that 'serve' has started: how many messages are where, and the dead letters.") { format, server };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new ControlClient(RunningServer.Find(parsed.GetValue(server)));
            var answer = await client.DescribeQueueAsync(cancellation);
            if (parsed.GetValue(format) == "json") await Console.Out.WriteLineAsync(JsonSerializer.Serialize(answer, ControlJson.Options));
            else Write(ConsoleFactory.Create(), answer);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(IAnsiConsole console, QueueAnswer answer)
    {
        var counts = answer.Counts;
        console.WriteUnwrapped(answer.Arn, Styles.Bold);
        console.WriteUnwrapped($"{counts.Visible} visible, {counts.InFlight} in flight or hidden, {counts.Deleted} deleted, {counts.DeadLettered} dead letters; function {(answer.FunctionProcessId is { } id ? $"process {id}" : "starts with the next message")}", Style.Plain);
        if (answer.DeadLetters.Count == 0) return;
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var name in new[] { "dead letter", "group", "received", "sent", "dead since", "body" }) table.AddColumn(new TableColumn(new Text(name, Styles.Bold)) { NoWrap = true });
        foreach (var letter in answer.DeadLetters) table.AddRow(Cells(letter));
        console.Write(table);
    }

    private static IEnumerable<Text> Cells(DeadLetter letter)
    {
        string[] texts =
        [
            letter.MessageId, PlainText.Of(letter.GroupId ?? ""), letter.ReceiveCount.ToString(CultureInfo.InvariantCulture), Time(letter.SentAt), Time(letter.DeadAt),
            PlainText.Shorten(PlainText.Of(letter.Body), MaxBody),
        ];
        return texts.Select(text => new Text(text));
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture) + "Z";
}
