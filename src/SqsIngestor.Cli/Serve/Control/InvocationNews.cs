using System.Text;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Lambda.EventSource;

namespace SqsIngestor.Cli.Serve.Control;

/// <summary>An invocation, for a person.</summary>
/// <param name="Number">Its number; 0 for one that did not come from the queue.</param>
/// <param name="Messages">Messages of the event; null when it was no SQS event.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Answer">The response, or the error's type and message.</param>
/// <param name="Verdict">How the event source mapping takes it; null when it was no SQS event.</param>
/// <param name="Reason">Why.</param>
/// <param name="Returned">How many messages come back.</param>
/// <param name="Problems">Warnings and errors that the function wrote.</param>
internal sealed record InvocationNews(
    int Number, int? Messages, InvocationOutcome Outcome, double Milliseconds, string Answer, BatchVerdictKind? Verdict, string? Reason, int Returned, IReadOnlyList<string> Problems)
{
    public static InvocationNews Of(int number, InvocationResult result, int? messages, BatchVerdict? verdict, IReadOnlyList<string> problems) => new(
        number, messages, result.Outcome, result.Duration.TotalMilliseconds,
        result.Outcome == InvocationOutcome.Succeeded ? Encoding.UTF8.GetString(result.Response.Span) : $"{result.ErrorType}: {result.ErrorMessage}",
        verdict?.Kind, verdict?.Reason, verdict?.Returned.Count ?? 0, problems);
}
