using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language.Explain;

namespace SqsIngestor.Cli.Mappings;

/// <summary>The messages of an event file.</summary>
internal static class EventMessages
{
    /// <summary>Reads the event and has it run; keeps the message that is asked for.</summary>
    /// <exception cref="CliException">The file cannot be read, is no SQS event, or has no such message.</exception>
    public static IReadOnlyList<T> Of<T>(FileInfo file, Func<byte[], IReadOnlyList<T>> run, Func<T, int> index, int? message)
    {
        try
        {
            var all = run(Files.Read(file));
            if (message is null) return all;
            if (message >= 0 && message < all.Count) return [all.Single(m => index(m) == message)];
            throw new CliException(ExitCodes.Usage, $"{file} has {all.Count} messages and no message {message}; positions start at 0");
        }
        catch (SqsEventException e)
        {
            throw new CliException(ExitCodes.Usage, $"{file}: error: {e.Message}", e);
        }
    }

    public static string Describe(InspectedMessage failed) =>
        PlainText.Of($"message {failed.Index} ({failed.MessageId}) {failed.Outcome.ToString().ToLowerInvariant()}: {failed.Error}");
}
