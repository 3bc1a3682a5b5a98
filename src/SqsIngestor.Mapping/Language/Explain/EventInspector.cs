using SqsIngestor.Mapping.Events;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>Encodes whole events with the reader and encoder of the function, and keeps the results.</summary>
public static class EventInspector
{
    /// <summary>Encodes all messages of an event.</summary>
    /// <param name="plan">The mapping.</param>
    /// <param name="payload">The event: a file that <see cref="EventInput.OfFile"/> reads.</param>
    /// <param name="ingestTime">The invocation's clock.</param>
    /// <param name="keepsValues">
    /// Keeps the values that do not fit in <see cref="InspectedMessage.Failures"/>. Default: no message content.
    /// </param>
    /// <exception cref="SqsEventException">It is not an SQS event.</exception>
    public static IReadOnlyList<InspectedMessage> Run(
        MappingPlan plan, byte[] payload, DateTimeOffset ingestTime, bool keepsValues = false)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var file = EventInput.OfFile(payload);
        var invocation = SampleInvocation.Of(ingestTime, SampleInvocation.Count(plan, file));
        var losses = new LossLog();
        var watched = losses.Watch(plan);
        var (encoder, message, reader) =
            (watched.CreateEncoder(), watched.CreateMessage(), new SqsEventReader(file, file.Length));
        var names = new NameHints(plan);
        var hints = new HintWatch(names, () => encoder.CurrentTable);
        (encoder.KeepsValues, encoder.Watch) = (keepsValues, hints);
        var result = new List<InspectedMessage>();
        while (reader.Read(message))
        {
            names.Begin();
            var outcome = encoder.Encode(message, invocation);
            var lost = losses.Take();
            result.Add(
                InspectedMessage.Of(plan, encoder, message, outcome, hints.TakeReasons()) with
                {
                    // Of a message without rows, nothing is lost.
                    Hints = [.. hints.Take(), .. encoder.Error is null ? lost : [], .. names.DuplicateNamesIn(encoder.Context)],
                });
        }
        return result;
    }
}
