using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language.Tables;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>Encodes the messages of an event and traces each column of their rows.</summary>
public static class EventTracer
{
    /// <summary>Traces all messages of an event.</summary>
    /// <param name="plan">The mapping, compiled for this call: tracing changes it and makes encoders slow.</param>
    /// <param name="payload">The event, as Lambda delivers it. A byte order mark before it is ignored.</param>
    /// <param name="ingestTime">The invocation's clock.</param>
    /// <exception cref="SqsEventException">It is not an SQS event.</exception>
    public static IReadOnlyList<MessageTrace> Run(MappingPlan plan, byte[] payload, DateTimeOffset ingestTime)
    {
        var logs = plan.Tables.Select(table => (Table: table, Log: new TraceLog())).ToList();
        foreach (var (table, log) in logs) table.Trace(column => new TracedColumn(column, log));
        var invocation = new InvocationContext { IngestTime = ingestTime };
        var (encoder, message, reader) = (
            plan.CreateEncoder(), plan.CreateMessage(), EventText.Read(payload));
        var result = new List<MessageTrace>();
        while (reader.Read(message))
        {
            var outcome = encoder.Encode(message, invocation);
            result.Add(
                new(
                    InspectedMessage.Of(plan, encoder, message, outcome),
                    [.. logs.SelectMany(l => l.Log.Take().Select(column => (l.Table, column)))]));
        }
        return result;
    }
}

/// <summary>The trace of the rows of one message.</summary>
/// <param name="Message">Its outcome.</param>
/// <param name="Columns">
/// The columns in the order in which they were written: table by table, row by row, including the row that failed.
/// </param>
public sealed record MessageTrace(InspectedMessage Message, IReadOnlyList<(TablePlan Table, ColumnTrace Column)> Columns);
