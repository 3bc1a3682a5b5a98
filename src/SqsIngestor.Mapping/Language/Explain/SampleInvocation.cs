using SqsIngestor.Mapping.Events;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>The invocation of an event that no function received: it has a value for each part of <c>$.meta</c>.</summary>
internal static class SampleInvocation
{
    /// <param name="ingestTime">The invocation's clock.</param>
    /// <param name="messages">The messages of the event.</param>
    public static InvocationContext Of(DateTimeOffset ingestTime, int messages) => new()
    {
        IngestTime = ingestTime,
        RequestId = "00000000-0000-0000-0000-000000000000",
        FunctionName = "sqs-ingestor",
        FunctionVersion = "$LATEST",
        Region = EventInput.Region,
        BatchSize = messages,
        ConfigSha256 = new string('0', 64),
    };

    /// <summary>Counts the messages of an event.</summary>
    /// <param name="plan">The mapping.</param>
    /// <param name="payload">The event.</param>
    public static int Count(MappingPlan plan, byte[] payload)
    {
        var (message, reader, count) = (plan.CreateMessage(), new SqsEventReader(payload, payload.Length), 0);
        while (reader.Read(message)) count++;
        return count;
    }
}
