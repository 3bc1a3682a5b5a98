using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Logging;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>Counts what became of the messages of a batch, and writes what SQS and Lambda are told.</summary>
internal sealed class BatchConclusion(Batch batch, DeliveryReport report, ILogger logger, TimeProvider clock)
{
    private readonly BatchResponse _response = new();

    /// <summary>The partial batch response; valid until the next batch is concluded.</summary>
    public ReadOnlyMemory<byte> Response => _response.Written;

    /// <summary>Concludes a batch whose messages are all settled.</summary>
    public BatchResult Conclude()
    {
        Span<int> counts = stackalloc int[(int)MessageOutcome.LateAcks + 1];
        var rows = 0;
        _response.Begin();
        for (var i = 0; i < batch.Count; i++)
        {
            counts[(int)batch[i].Outcome]++;
            if (!batch[i].Succeeded) _response.AddFailure(batch.IdBytes(i));
            else rows += batch[i].RowCount;
        }
        _response.End();
        if (counts[(int)MessageOutcome.LateAcks] is > 0 and var late) Log.DeadlineReached(logger, late);
        var succeeded = counts[(int)MessageOutcome.Acked] + counts[(int)MessageOutcome.Quarantined] + counts[(int)MessageOutcome.Dropped] + counts[(int)MessageOutcome.Deduplicated];
        var latency = batch.Latencies.Summarize();
        return new BatchResult
        {
            Received = batch.Count,
            Acked = counts[(int)MessageOutcome.Acked],
            Quarantined = counts[(int)MessageOutcome.Quarantined],
            Dropped = counts[(int)MessageOutcome.Dropped],
            Deduplicated = counts[(int)MessageOutcome.Deduplicated],
            Failed = batch.Count - succeeded,
            Rows = rows,
            Bytes = batch.Bytes,
            EncodeTime = clock.GetElapsedTime(0, batch.EncodeTicks),
            AckLatencyMedian = latency.Median,
            AckLatencyMax = latency.Max,
            Failure = Failure(succeeded, counts[(int)MessageOutcome.RecordFailed]),
        };
    }

    private FunctionException? Failure(int succeeded, int refused)
    {
        if (succeeded == batch.Count) return null;
        if (succeeded == 0 && refused == 0 && batch.Faults.ToFailure(batch.Count) is { } systemic) return systemic;
        return report == DeliveryReport.Throw
            ? new(FunctionErrorTypes.DeliveryIncomplete, $"{batch.Count - succeeded} of {batch.Count} messages were not delivered, so the whole batch comes back (DELIVERY_REPORT=throw). The log has a line for each.")
            : null;
    }
}
