using System.CommandLine;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Serve.Control;
using SqsIngestor.Cli.Serve.Discovery;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Invoke;

/// <summary><c>sqs-ingestor invoke</c>.</summary>
internal static class InvokeCommand
{
    private const int MostMessages = 1_000_000;

    private static readonly Option<FileInfo[]> Events = new("--event") { Description = "An SQS event; its records are sent as messages. Repeatable.", HelpName = "FILE" };
    private static readonly Option<bool> Direct = new("--direct") { Description = "Give the event to the function as it is, past the queue." };
    private static readonly Option<string[]> Bodies = new("--body") { Description = "Send a message with this text. Repeatable.", HelpName = "TEXT" };
    private static readonly Option<string[]> Attributes = new("--attribute") { Description = "An attribute for the bodies: name=type:value; type is String, Number or Binary (base64), with a suffix or without. Repeatable.", HelpName = "ATTRIBUTE" };
    private static readonly Option<string?> Example = new("--example") { Description = "Send an example: basic, attributes, fifo or order.", HelpName = "NAME" };
    private static readonly Option<int> Count = new("--count") { Description = "Send each message so many times. Default: 1.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Group = new("--group") { Description = "Message group id. A FIFO queue needs one. Default: that of the event, or 'default' for a FIFO queue.", HelpName = "ID" };
    private static readonly Option<string?> Deduplication = new("--deduplication-id") { Description = "Deduplication id, for a FIFO queue. Default: that of the event, or a new one for each message.", HelpName = "ID" };
    private static readonly Option<bool> Wait = new("--wait") { Description = "Wait until every message is deleted or a dead letter." };
    private static readonly Option<FileInfo?> Server = RunningServer.Option();

    public static Command Create()
    {
        Example.AcceptOnlyFromAmong("basic", "attributes", "fifo", "order");
        var command = new Command("invoke",
            "Send messages to the queue of the server that 'serve' has started, and show what the function answers and what becomes of them. "
            + "Exit code 1: a message came back, or with --wait became a dead letter. 2: the command line is wrong, the queue refuses a message, or no server runs.")
        {
            Events, Direct, Bodies, Attributes, Example, Count, Group, Deduplication, Wait, Server,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var server = RunningServer.Find(parsed.GetValue(Server));
        using var client = new ControlClient(server);
        var report = new InvokeReport(ConsoleFactory.Create(), server);
        if (parsed.GetValue(Direct)) return await InvokeDirectAsync(parsed, client, report, cancellation);
        var messages = Messages(parsed, server.Queue?.IsFifo ?? false);
        var request = new SendRequest([.. messages.Select(WireMessage.From)], parsed.GetValue(Wait));
        await foreach (var news in client.SendAsync(request, cancellation)) report.Write(news);
        return report.AllDone ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static async Task<int> InvokeDirectAsync(ParseResult parsed, ControlClient client, InvokeReport report, CancellationToken cancellation)
    {
        if (parsed.GetValue(Events) is not { Length: > 0 } files) throw new CliException(ExitCodes.Usage, "--direct needs --event FILE.");
        var done = true;
        foreach (var file in files)
        {
            var news = await client.InvokeAsync(Files.Read(file), cancellation);
            report.Write(new SendNews { Invocation = news });
            done &= news is { Outcome: Emulator.Lambda.InvocationOutcome.Succeeded, Returned: 0 };
        }

        return done ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static List<OutgoingMessage> Messages(ParseResult parsed, bool fifo)
    {
        var messages = new List<OutgoingMessage>();
        foreach (var file in parsed.GetValue(Events) ?? []) messages.AddRange(EventFile.Read(file));
        // An example is to be delivered each time, so it does not keep its deduplication ids.
        if (parsed.GetValue(Example) is { } example) messages.AddRange(EventFile.Read(EventFile.Example(example)).Select(message => message with { DeduplicationId = null }));
        var attributes = (parsed.GetValue(Attributes) ?? []).Select(AttributeText.Parse).ToList();
        messages.AddRange((parsed.GetValue(Bodies) ?? []).Select(body => new OutgoingMessage(body) { Attributes = attributes }));
        if (messages.Count == 0) throw new CliException(ExitCodes.Usage, "nothing to send: give --event, --body or --example.");
        var count = parsed.GetValue(Count);
        if (count < 1 || (long)count * messages.Count > MostMessages) throw new CliException(ExitCodes.Usage, $"--count is at least 1, and not more than {MostMessages} messages are sent at once.");
        var addressed = messages.Select(message => Address(message, parsed, fifo)).ToList();
        return [.. Enumerable.Repeat(addressed, count).SelectMany(all => all).Select(message => message with { DeduplicationId = DeduplicationId(message, fifo) })];
    }

    private static OutgoingMessage Address(OutgoingMessage message, ParseResult parsed, bool fifo) => message with
    {
        GroupId = parsed.GetValue(Group) ?? message.GroupId ?? (fifo ? "default" : null),
        DeduplicationId = parsed.GetValue(Deduplication) ?? (fifo ? message.DeduplicationId : null),
    };

    private static string? DeduplicationId(OutgoingMessage message, bool fifo) => message.DeduplicationId ?? (fifo ? Guid.NewGuid().ToString() : null);
}
