using System.CommandLine;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Serve.Control;
using SqsIngestor.Cli.Serve.Discovery;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;
using SqsIngestor.Mapping.Events;

namespace SqsIngestor.Cli.Invoke;

/// <summary><c>sqs-ingestor invoke</c>.</summary>
internal static class InvokeCommand
{
    private const int MostMessages = 1_000_000;

    private static readonly string[] Examples = ["basic", "attributes", "fifo", "order"];
    private static readonly Option<FileInfo[]> Events = new("--event")
    {
        Description = $"{MessageInput.EventForms}; its messages are sent.",
        HelpName = "FILE",
    };
    private static readonly Option<bool> Direct = new("--direct")
    {
        Description = "Invoke the function with the event as it is, without the queue.",
    };
    private static readonly Option<bool> Probe = new("--probe")
    {
        Description = "Ask the function whether it can write to each table of its mapping. No row is written.",
    };
    private static readonly Option<string[]> Bodies = new("--body")
    {
        Description = $"Send a message with this body. {BodyArgument.Forms}",
        HelpName = "TEXT|@FILE|-",
    };

    private static readonly Option<string[]> Attributes = new("--attribute")
    {
        Description = "An attribute of the messages of --body, as name=type:value. "
            + "The type is String, Number or Binary (base64), with or without a suffix.",
        HelpName = "ATTRIBUTE",
    };

    private static readonly Option<string?> Example = new("--example")
    {
        Description = "Send an example: basic, attributes, fifo or order.",
        HelpName = "NAME",
    };
    private static readonly Option<int> Count = new("--count")
    {
        Description = "Send each message this many times.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string?> Group = new("--group")
    {
        Description = "The message group id, for a FIFO queue. Default: the id in the event, otherwise 'default'.",
        HelpName = "ID",
    };

    private static readonly Option<string?> Deduplication = new("--deduplication-id")
    {
        Description =
            "The deduplication id, for a FIFO queue. Default: the id in the event, otherwise a new one for each message.",
        HelpName = "ID",
    };

    private static readonly Option<bool> Wait = new("--wait")
    {
        Description = "Wait until every message is deleted or in the dead-letter queue.",
    };
    private static readonly Option<FileInfo?> Server = RunningServer.Option();

    public static CommandInfo Info { get; } = new("invoke", CommandGroup.LocalRuns, "Send messages to the running local server")
    {
        Details = "Sends messages to the queue of the server that 'serve' started, "
            + "and shows the function's responses and the outcome of each message.",
        Examples =
        [
            "sqs-ingestor invoke --example basic",
            "sqs-ingestor invoke --body \"hello\" --attribute color=String:red --count 3 --wait",
            "sqs-ingestor invoke --event mappings/samples/sqs-event-attributes.json",
            "sqs-ingestor invoke --body @mappings/samples/bodies/order.json",
            "sqs-ingestor invoke --probe",
        ],
        FailsIf = "A message was returned to the queue, or with --wait went to the dead-letter queue. "
            + "With --probe: a table is not open.",
        Build = Build,
    };

    private static void Build(Command command)
    {
        Example.AcceptOnlyFromAmong(Examples);
        command.AddAll(Events, Direct, Probe, Bodies, Attributes, Example, Count, Group, Deduplication, Wait, Server);
        command.Exclude(Direct, Probe, Bodies, Attributes, Example, Count, Group, Deduplication, Wait);
        command.Exclude(Probe, Events, Bodies, Attributes, Example, Count, Group, Deduplication, Wait);
        command.SetAction(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        // What is wrong with the messages does not depend on a server.
        var isProbe = parsed.GetValue(Probe);
        var isDirect = isProbe || parsed.GetValue(Direct);
        var (events, unaddressed) = isProbe ? ([ProbeEvent.Utf8.ToArray()], [])
            : isDirect ? (DirectEvents(parsed), [])
            : (new List<byte[]>(), Messages(parsed));
        var server = RunningServer.Find(parsed.GetValue(Server));
        using var client = new ControlClient(server);
        var report = new InvokeReport(ConsoleFactory.Create(), server);
        if (isDirect) return await InvokeDirectAsync(events, client, report, cancellation);
        var messages = Address(unaddressed, parsed, server.Queue?.IsFifo ?? false);
        var request = new SendRequest([.. messages.Select(WireMessage.From)], parsed.GetValue(Wait));
        await foreach (var sendEvent in client.SendAsync(request, cancellation)) report.Write(sendEvent);
        return report.AllDelivered ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static List<byte[]> DirectEvents(ParseResult parsed) => parsed.GetValue(Events) is { Length: > 0 } files
        ? [.. files.Select(EventFile.Load)]
        : throw CliErrors.CommandLine.Because("--direct requires --event FILE.");

    private static async Task<int> InvokeDirectAsync(
        List<byte[]> events, ControlClient client, InvokeReport report, CancellationToken cancellation)
    {
        var delivered = true;
        foreach (var each in events)
        {
            var invocation = await client.InvokeAsync(each, cancellation);
            report.Write(new SendEvent { Invocation = invocation });
            delivered &= invocation is { Outcome: InvocationOutcome.Succeeded, Returned: 0 };
        }

        return delivered ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static List<OutgoingMessage> Messages(ParseResult parsed)
    {
        var messages = new List<OutgoingMessage>();
        foreach (var file in parsed.GetValue(Events) ?? []) messages.AddRange(EventFile.Read(file));
        // Without its deduplication ids an example is delivered each time.
        if (parsed.GetValue(Example) is { } example)
        {
            messages.AddRange(
                EventFile.Read(EventFile.Example(example)).Select(message => message with { DeduplicationId = null }));
        }

        var attributes = (parsed.GetValue(Attributes) ?? []).Select(AttributeText.Parse).ToList();
        var bodies = BodyArgument.Read(parsed.GetValue(Bodies) ?? []);
        if (bodies.Count == 0 && attributes.Count > 0 && !OptionDefaults.IsApplied(Attributes))
        {
            throw CliErrors.CommandLine.Because("--attribute is for the messages of --body, and there is none.");
        }

        messages.AddRange(bodies.Select(body => new OutgoingMessage(body) { Attributes = attributes }));
        if (messages.Count == 0)
        {
            throw CliErrors.NothingToSend.Because("There is no message to send. Use --event, --body or --example.");
        }
        var count = parsed.GetValue(Count);
        if (count < 1 || (long)count * messages.Count > MostMessages)
        {
            throw CliErrors.CommandLine.Because($"--count is at least 1, and one command sends at most {MostMessages} messages.");
        }

        return messages;
    }

    /// <summary>The messages as often as asked for, each for its group.</summary>
    private static List<OutgoingMessage> Address(List<OutgoingMessage> messages, ParseResult parsed, bool fifo)
    {
        var addressed = messages.Select(message => Address(message, parsed, fifo)).ToList();
        return [
            .. Enumerable.Repeat(addressed, parsed.GetValue(Count))
            .SelectMany(all => all)
            .Select(message => message with { DeduplicationId = DeduplicationId(message, fifo) })];
    }

    private static OutgoingMessage Address(OutgoingMessage message, ParseResult parsed, bool fifo) => message with
    {
        GroupId = parsed.GetValue(Group) ?? message.GroupId ?? (fifo ? "default" : null),
        DeduplicationId = parsed.GetValue(Deduplication) ?? (fifo ? message.DeduplicationId : null),
    };

    private static string? DeduplicationId(OutgoingMessage message, bool fifo) =>
        message.DeduplicationId ?? (fifo ? Guid.NewGuid().ToString() : null);
}
