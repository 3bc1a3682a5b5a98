using SqsIngestor.Mapping.Events;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>Encodes whole events with the reader and encoder of the function, and keeps the results.</summary>
public static class EventInspector
{
    /// <summary>Encodes all messages of an event.</summary>
    /// <param name="plan">The mapping.</param>
    /// <param name="payload">The event, as Lambda delivers it. A byte order mark before it is ignored.</param>
    /// <param name="ingestTime">The invocation's clock.</param>
    /// <exception cref="SqsEventException">It is not an SQS event.</exception>
    public static IReadOnlyList<InspectedMessage> Run(MappingPlan plan, byte[] payload, DateTimeOffset ingestTime)
    {
        var invocation = new InvocationContext { IngestTime = ingestTime };
        var (encoder, message, reader) = (
            plan.CreateEncoder(), plan.CreateMessage(), EventText.Read(payload));
        var result = new List<InspectedMessage>();
        while (reader.Read(message))
        {
            var outcome = encoder.Encode(message, invocation);
            result.Add(InspectedMessage.Of(plan, encoder, message, outcome));
        }
        return result;
    }
}
