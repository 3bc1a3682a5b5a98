using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language.Explain;

namespace SqsIngestor.Cli.Mappings;

/// <summary>The messages of an event file.</summary>
internal static class EventMessages
{
    private const int MaxValue = 160;
    private const int MaxSkipped = 10;

    /// <summary>Processes the messages of an event; keeps only one of them if its position is given.</summary>
    /// <exception cref="CliException">The file is not an SQS event, or has no such message.</exception>
    public static IReadOnlyList<T> Of<T>(
        (byte[] Event, string Place) input, Func<byte[], IReadOnlyList<T>> run, Func<T, int> index, int? message)
    {
        try
        {
            var all = run(input.Event);
            if (message is null) return all;
            if (message >= 0 && message < all.Count) return [all.Single(m => index(m) == message)];
            throw CliErrors.MessageNotFound.At(
                input.Place,
                $"The event has {Quantity.Count(all.Count, "message")} and no message {message}. Positions start at 0.");
        }
        catch (SqsEventException e)
        {
            throw NotAnEvent(input.Event, input.Place, e);
        }
    }

    /// <summary>The error of a file that is not an event. It says what to do if the file is the body of a message.</summary>
    public static CliException NotAnEvent(byte[] file, string place, SqsEventException e) => CliErrors.EventNotSqs.At(
        place, EventInput.IsEvent(file) ? e.Message : $"{e.Message}. If it is the body of a message, use --body @{place}.", e);

    /// <summary>
    /// Why a message failed, or lacks rows: a line for each error, with its value below it if values are kept, for each table
    /// that has no row of it, and for rows that are skipped. Empty if it became all its rows.
    /// </summary>
    public static IEnumerable<string> Describe(InspectedMessage message)
    {
        var start = $"message {message.Index} ({message.MessageId}) {message.Outcome.ToString().ToLowerInvariant()}: ";
        foreach (var (error, value) in message.Failures)
        {
            yield return PlainText.Of(start + error.Text);
            start = "  also ";
            foreach (var line in value?.Split('\n') ?? []) yield return $"    {PlainText.Of(PlainText.Shorten(line, MaxValue))}";
        }
        if (message.Failures.Count == 0) start = $"message {message.Index} ({message.MessageId}) has no row: ";
        foreach (var reason in message.WithoutRow)
        {
            yield return PlainText.Of($"{start}{reason.Table}: {reason.Text}");
            start = "  also ";
        }
        start = $"message {message.Index} ({message.MessageId}) lacks {Quantity.Count(message.SkippedRows.Count, "row")}: ";
        foreach (var reason in message.SkippedRows.Take(MaxSkipped))
        {
            yield return PlainText.Of($"{start}{reason.Table}: {reason.Text}");
            start = "  also ";
        }
        if (message.SkippedRows.Count > MaxSkipped) yield return $"  and {message.SkippedRows.Count - MaxSkipped} more";
    }
}
