using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>Waits for the acks of a batch whose rows are sent, and tells the ledger and the delivery memory about them.</summary>
internal sealed class BatchSettlement(Batch batch, DeliveryMemory memory, ILogger logger, TimeProvider clock)
{
    private readonly MessageLedger _messages = batch.Messages;

    /// <summary>
    /// Waits until a message is acked or has failed, or the deadline passes. Does nothing for a settled message.
    /// </summary>
    public async ValueTask SettleAsync(int message)
    {
        switch (_messages.OutcomeOf(message))
        {
            case MessageOutcome.InFlight:
                await SettleRowsAsync(message).ConfigureAwait(false);
                break;
            case MessageOutcome.DuplicateInBatch:
                // The original owns the entry in the memory.
                _messages.OriginalSettled(message);
                return;
            case MessageOutcome.SentEarlier:
                await SettleEarlierAsync(message).ConfigureAwait(false);
                return;
        }
        if (_messages.OutcomeOf(message) is MessageOutcome.NotSent or MessageOutcome.RecordFailed or MessageOutcome.StreamFailed)
            memory.Forget(_messages.KeyOf(message), batch.Identity);
    }

    /// <summary>A row of the message was not accepted, or will never be durable.</summary>
    public void RowFailed(int message, int target, ZerobusException fault)
    {
        var table = batch.Plan.Targets[target].Name;
        PipelineLog.RowRefused(logger, batch.Id(message), _messages.ReceiveCountOf(message), table, fault.Code.ToString());
        if (StreamFaults.IsRecord(fault.Code))
        {
            _messages.Refused(message);
            return;
        }
        _messages.StreamFailed(message);
        batch.Faults.Failed(table, fault);
    }

    private async ValueTask SettleRowsAsync(int message)
    {
        var deadline = batch.Deadline;
        for (var i = 0; i < _messages.RowCountOf(message); i++)
        {
            var row = _messages.RowOf(message, i);
            try
            {
                // After the deadline only acks that are already here count.
                var acked =
                    row.Stream.WaitForAckAsync(row.Offset, deadline.IsCancellationRequested ? CancellationToken.None : deadline);
                if (!acked.IsCompleted && deadline.IsCancellationRequested)
                {
                    TimedOut(message, i, acked.AsTask());
                    return;
                }
                await acked.ConfigureAwait(false);
                batch.Latencies.Add(clock.GetElapsedTime(row.SentAt));
            }
            catch (ZerobusException e)
            {
                RowFailed(message, row.Target, e);
                return;
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested)
            {
                TimedOut(message, i, row.Stream.WaitForAckAsync(row.Offset, CancellationToken.None).AsTask());
                return;
            }
        }
        _messages.Acked(message);
        memory.Acked(_messages.KeyOf(message));
    }

    /// <summary>The message is reported as failed. The memory learns what becomes of its rows, for the next delivery.</summary>
    private void TimedOut(int message, int row, Task acked)
    {
        batch.Faults.TimedOut();
        _messages.TimedOut(message);
        _ = memory.AckPendingAsync(_messages.KeyOf(message), WatchAsync(acked, _messages.CopyRows(message, row + 1)));
    }

    private static async Task<bool> WatchAsync(Task acked, List<SentRow> rest)
    {
        try
        {
            await acked.ConfigureAwait(false);
            foreach (var row in rest) await row.Stream.WaitForAckAsync(row.Offset, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (ZerobusException)
        {
            return false;
        }
    }

    private async ValueTask SettleEarlierAsync(int message)
    {
        try
        {
            if (await _messages.EarlierAckOf(message).WaitAsync(batch.Deadline).ConfigureAwait(false)) _messages.Acked(message);
            // The stream ended before the rows were durable. The next delivery sends them again.
            else _messages.StreamFailed(message);
        }
        catch (OperationCanceledException) when (batch.Deadline.IsCancellationRequested)
        {
            batch.Faults.TimedOut();
            _messages.TimedOut(message);
        }
    }
}
