using System.Globalization;
using Spectre.Console;
using SqsIngestor.Cli.Serve.Control;
using SqsIngestor.Cli.Serve.Discovery;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Lambda.EventSource;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Invoke;

/// <summary>Prints what happens to messages that were sent.</summary>
internal sealed class InvokeReport(IAnsiConsole console, ServerInfo server)
{
    private const int MaxMessagesShown = 20;

    /// <summary>Whether every message was deleted in the end.</summary>
    public bool AllDone { get; private set; }

    public void Write(SendNews news)
    {
        if (news.Sent is { } sent) WriteSent(sent);
        if (news.Invocation is { } invocation) WriteInvocation(invocation);
        if (news.Outcome is { } outcome) WriteOutcome(outcome);
    }

    private void WriteSent(IReadOnlyList<SentMessage> sent)
    {
        var duplicates = sent.Count(message => message.IsDuplicate);
        Line($"{sent.Count} messages sent to {server.Queue?.Arn}" + (duplicates > 0 ? $"; {duplicates} are duplicates of the last five minutes, and are not delivered" : ""), Style.Plain);
    }

    private void WriteInvocation(InvocationNews news)
    {
        console.WriteLine();
        var what = news.Messages is { } messages ? $"{messages} messages" : "not an SQS event";
        Line(string.Create(CultureInfo.InvariantCulture, $"{(news.Number > 0 ? $"invocation {news.Number}" : "invocation")}: {what}, answered in {news.Milliseconds:0} ms"), Styles.Bold);
        Line("  " + PlainText.Of(news.Answer), news.Outcome == InvocationOutcome.Succeeded ? Style.Plain : Styles.Bad);
        if (news.Verdict == BatchVerdictKind.CompleteFailure) Line($"  every message comes back: {PlainText.Of(news.Reason!)}", Styles.Bad);
        foreach (var problem in news.Problems) Line("  " + PlainText.Of(problem), Styles.Doubtful);
    }

    private void WriteOutcome(IReadOnlyList<MessageStatus> outcome)
    {
        console.WriteLine();
        // Those that need attention come first.
        foreach (var message in outcome.OrderBy(message => message.State == QueuedMessageState.Deleted).Take(MaxMessagesShown)) Line($"{message.MessageId}  {Fate(message)}", Colour(message));
        if (outcome.Count > MaxMessagesShown) Line($"… and {outcome.Count - MaxMessagesShown} more", Styles.Dim);
        var done = outcome.Count(message => message.State == QueuedMessageState.Deleted);
        var dead = outcome.Count(message => message.State == QueuedMessageState.DeadLettered);
        Line($"{done} done, {outcome.Count - done - dead} come back, {dead} dead letters.", Styles.Bold);
        AllDone = done == outcome.Count;
    }

    private string Fate(MessageStatus message) => message.State switch
    {
        QueuedMessageState.Deleted => $"done, received {Times(message)}",
        QueuedMessageState.DeadLettered => $"dead letter, received {Times(message)}",
        _ => string.Create(CultureInfo.InvariantCulture, $"comes back: received {message.ReceiveCount} of {server.Queue?.MaxReceiveCount} times, hidden for up to {server.Queue?.VisibilityTimeoutSeconds:0.###} s"),
    };

    private static string Times(MessageStatus message) => message.ReceiveCount == 1 ? "once" : $"{message.ReceiveCount} times";

    private static Style Colour(MessageStatus message) => message.State switch
    {
        QueuedMessageState.Deleted => Styles.Good,
        QueuedMessageState.DeadLettered => Styles.Bad,
        _ => Styles.Doubtful,
    };

    private void Line(string text, Style style) => console.WriteUnwrapped(text, style);
}
