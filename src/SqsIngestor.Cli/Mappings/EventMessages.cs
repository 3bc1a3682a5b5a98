using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language.Explain;

namespace SqsIngestor.Cli.Mappings;

/// <summary>The messages of an event file.</summary>
internal static class EventMessages
{
    /// <summary>Reads the event and processes its messages; keeps only one of them if its position is given.</summary>
    /// <exception cref="CliException">The file cannot be read, is not an SQS event, or has no such message.</exception>
    public static IReadOnlyList<T> Of<T>(FileInfo file, Func<byte[], IReadOnlyList<T>> run, Func<T, int> index, int? message)
    {
        try
        {
            var all = run(Files.Read(file));
            if (message is null) return all;
            if (message >= 0 && message < all.Count) return [all.Single(m => index(m) == message)];
            throw CliErrors.MessageNotFound.At(
                file, $"The event has {Quantity.Count(all.Count, "message")} and no message {message}. Positions start at 0.");
        }
        catch (SqsEventException e)
        {
            throw CliErrors.EventNotSqs.At(file, e.Message, e);
        }
    }

    /// <summary>One line about a message that failed; without its content.</summary>
    public static string Describe(InspectedMessage failed) =>
        PlainText.Of(
            $"message {failed.Index} ({failed.MessageId}) {failed.Outcome.ToString().ToLowerInvariant()}: {failed.Error}");
}
