using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Reports a settled batch: the response to SQS, the numbers, and the error of the invocation if it fails as a whole.
/// </summary>
internal sealed class BatchReport(Batch batch, DeliveryReport delivery, ILogger logger, TimeProvider clock)
{
    private readonly PartialBatchResponse _response = new();

    /// <summary>The partial batch response; valid until the next batch is reported.</summary>
    public ReadOnlyMemory<byte> Response => _response.Written;

    /// <summary>Reports a batch whose messages are all settled.</summary>
    public BatchResult Write()
    {
        var messages = batch.Messages;
        _response.Begin();
        for (var i = 0; i < messages.Count; i++)
        {
            if (!messages.HasSucceeded(i)) _response.AddFailure(batch.IdBytes(i));
        }
        _response.End();
        var (pending, givenUp) = (messages[MessageOutcome.AckPending], batch.Faults.GivenUpMessages);
        if (givenUp > 0)
            PipelineLog.TableGivenUp(logger, batch.Faults.GivenUpTables, TableStreams.Grace.TotalSeconds, givenUp);
        if (pending > givenUp) PipelineLog.DeadlineReached(logger, pending - givenUp);
        var latency = batch.Latencies.Summarize();
        return new BatchResult
        {
            Received = messages.Count,
            Acked = messages[MessageOutcome.Acked],
            Quarantined = messages[MessageOutcome.Quarantined],
            Dropped = messages[MessageOutcome.Dropped],
            Deduplicated = messages[MessageOutcome.Deduplicated],
            Failed = messages.Count - messages.Succeeded,
            Rows = messages.DurableRows,
            WithoutRow = batch.WithoutRow,
            SkippedRows = batch.SkippedRows,
            DuplicateNames = batch.DuplicateNames,
            Bytes = batch.Bytes,
            EncodeTime = clock.GetElapsedTime(0, batch.EncodeTicks),
            AckLatencyMedian = latency.Median,
            AckLatencyMax = latency.Max,
            Failure = Failure(messages),
        };
    }

    private FunctionException? Failure(MessageLedger messages)
    {
        var failed = messages.Count - messages.Succeeded;
        if (failed == 0) return null;
        if (messages.Succeeded == 0
            && messages[MessageOutcome.RecordFailed] == batch.Faults.Suspects
            && batch.Faults.ToFailure(messages.Count) is { } fault)
        {
            return fault;
        }

        if (delivery == DeliveryReport.Partial) return null;
        return new(
            FunctionErrorTypes.DeliveryIncomplete,
            $"Messages not delivered: {failed} of {messages.Count}. The whole batch is returned to the queue " +
                "(DELIVERY_REPORT=throw). The "
            + "log has lines about the failed messages.");
    }
}
