using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language.Tables;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>Encodes the messages of an event and traces each column of their rows.</summary>
public static class EventTracer
{
    /// <summary>Traces all messages of an event. After a failure it goes on, so that the other columns have traces too.</summary>
    /// <param name="plan">The mapping.</param>
    /// <param name="payload">The event: a file that <see cref="EventInput.OfFile"/> reads.</param>
    /// <param name="ingestTime">The invocation's clock.</param>
    /// <param name="keepsValues">See <see cref="EventInspector.Run"/>.</param>
    /// <exception cref="SqsEventException">It is not an SQS event.</exception>
    public static IReadOnlyList<MessageTrace> Run(
        MappingPlan plan, byte[] payload, DateTimeOffset ingestTime, bool keepsValues = false)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var names = new NameHints(plan);
        var logs = plan.Tables.Select(table => new TraceLog(table, names)).ToList();
        var traced = plan.With([.. plan.Tables.Zip(logs, static (table, log) => table.Traced(c => new TracedColumn(c, log)))]);
        var file = EventInput.OfFile(payload);
        var invocation = SampleInvocation.Of(ingestTime, SampleInvocation.Count(plan, file));
        var (encoder, message, reader) = (traced.CreateEncoder(), traced.CreateMessage(), new SqsEventReader(file, file.Length));
        var watch = new TraceWatch(logs, () => encoder.CurrentTable);
        (encoder.KeepsValues, encoder.Watch) = (keepsValues, watch);
        encoder.Searching = () => logs.ForEach(log => log.Take());
        var result = new List<MessageTrace>();
        while (reader.Read(message))
        {
            names.Begin();
            var outcome = encoder.Encode(message, invocation);
            result.Add(
                new(
                    InspectedMessage.Of(plan, encoder, message, outcome, watch.TakeReasons()) with
                    {
                        Hints = names.DuplicateNamesIn(encoder.Context),
                    },
                    [.. plan.Tables.Zip(logs).SelectMany(l => l.Second.Take().Select(column => (l.First, column)))]));
        }
        return result;
    }
}

/// <summary>The trace of the rows of one message.</summary>
/// <param name="Message">Its outcome.</param>
/// <param name="Columns">
/// The columns in the order in which they were written: table by table, row by row, including rows that failed.
/// </param>
public sealed record MessageTrace(InspectedMessage Message, IReadOnlyList<(TablePlan Table, ColumnTrace Column)> Columns);
