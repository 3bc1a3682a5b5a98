using System.Globalization;
using Spectre.Console;
using SqsIngestor.Cli.Serve.Control;
using SqsIngestor.Cli.Serve.Discovery;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Lambda.EventSource;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Invoke;

/// <summary>Prints the progress of sent messages.</summary>
internal sealed class InvokeReport(IAnsiConsole console, ServerInfo server)
{
    private const int MaxMessagesShown = 20;

    private int _sent;
    private int _answered;

    /// <summary>Whether every message was deleted in the end.</summary>
    public bool AllDelivered { get; private set; }

    public void Write(SendEvent sendEvent)
    {
        if (sendEvent.Sent is { } sent) WriteSent(sent);
        if (sendEvent.Invocation is { } invocation) WriteInvocation(invocation);
        if (sendEvent.Outcome is { } outcome) WriteOutcome(outcome);
    }

    private void WriteSent(IReadOnlyList<SentMessage> sent)
    {
        var duplicates = sent.Count(message => message.IsDuplicate);
        _sent = sent.Count - duplicates;
        if (Verbosity.IsQuiet) return;
        var note = duplicates == 0
            ? ""
            : $"; {duplicates} of them are duplicates of the last five minutes, which the queue does not deliver";
        Line($"{Quantity.Count(sent.Count, "message")} sent to {server.Queue?.Arn}{note}", Style.Plain);
    }

    private void WriteInvocation(InvocationEvent invocation)
    {
        var isFine = invocation is { Outcome: InvocationOutcome.Succeeded, Returned: 0, Problems.Count: 0 };
        _answered += (invocation.Messages ?? 0) - invocation.Returned;
        if (Verbosity.IsQuiet && isFine) return;
        console.WriteLine();
        var what = invocation.Messages is { } messages ? Quantity.Count(messages, "message") : "not an SQS event";
        // Of many messages, how many are done.
        var so = _sent > (invocation.Messages ?? 0) ? $" ({_answered} of {_sent} delivered)" : "";
        var name = invocation.Number > 0 ? $"invocation {invocation.Number}" : "invocation";
        Line(
            string.Create(CultureInfo.InvariantCulture, $"{name}: {what}{so}, answered in {invocation.Milliseconds:0} ms"),
            Styles.Bold);
        Line(
            "  " + PlainText.Of(invocation.Response), invocation.Outcome == InvocationOutcome.Succeeded
                ? Style.Plain
                : Styles.Bad);
        if (invocation is { BatchOutcome: BatchOutcomeKind.CompleteFailure, Messages: not 0 })
        {
            Line($"  every message is returned to the queue: {PlainText.Of(invocation.Reason!)}", Styles.Bad);
        }

        foreach (var problem in invocation.Problems) Line("  " + PlainText.Of(problem), Styles.Warning);
    }

    private void WriteOutcome(IReadOnlyList<MessageStatus> outcome)
    {
        if (!Verbosity.IsQuiet) console.WriteLine();
        // Messages that need attention come first.
        var shown = outcome.OrderBy(message => message.State == QueuedMessageState.Deleted)
            .Where(message => !Verbosity.IsQuiet || message.State != QueuedMessageState.Deleted).ToList();
        foreach (var message in shown.Take(MaxMessagesShown))
        {
            var (text, style) = Describe(message);
            Line($"{message.MessageId}  {text}", style);
        }

        if (shown.Count > MaxMessagesShown) Line($"… and {shown.Count - MaxMessagesShown} more", Styles.Dim);
        var delivered = outcome.Count(message => message.State == QueuedMessageState.Deleted);
        var dead = outcome.Count(message => message.State == QueuedMessageState.DeadLettered);
        AllDelivered = delivered == outcome.Count;
        if (Verbosity.IsQuiet && AllDelivered) return;
        Line(
            $"{delivered} delivered, {outcome.Count - delivered - dead} returned to the queue, "
                + $"{Quantity.Count(dead, "dead letter")}.",
            Styles.Bold);
    }

    private (string Text, Style Style) Describe(MessageStatus message)
    {
        var received = $"received {Quantity.Times(message.ReceiveCount)}";
        if (message.State == QueuedMessageState.Deleted) return ($"delivered, {received}", Styles.Good);
        if (message.State == QueuedMessageState.DeadLettered) return ($"dead letter, {received}", Styles.Bad);
        return (string.Create(CultureInfo.InvariantCulture,
            $"returned to the queue: {received} of at most {server.Queue?.MaxReceiveCount}, "
                + $"hidden for up to {server.Queue?.VisibilityTimeoutSeconds:0.###} s"), Styles.Warning);
    }

    private void Line(string text, Style style) => console.WriteUnwrapped(text, style);
}
