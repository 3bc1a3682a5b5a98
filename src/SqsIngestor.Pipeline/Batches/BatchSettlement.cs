using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>Finds out what became of the messages of a batch, once their rows are sent, and tells it to the memory of deliveries.</summary>
internal sealed class BatchSettlement(Batch batch, DeliveryMemory memory, ILogger logger, TimeProvider clock)
{
    /// <summary>Waits until it is known what became of a message, or the time is up.</summary>
    public async ValueTask SettleAsync(int index)
    {
        switch (batch[index].Outcome)
        {
            case MessageOutcome.InFlight:
                await SettleRowsAsync(index).ConfigureAwait(false);
                break;
            case MessageOutcome.Repeated:
                batch[index].Outcome = batch[batch[index].SameAs].Succeeded ? MessageOutcome.Deduplicated : MessageOutcome.NotSent;
                return;
            case MessageOutcome.SentEarlier:
                await SettleEarlierAsync(index).ConfigureAwait(false);
                return;
        }
        if (batch[index].Outcome is MessageOutcome.NotSent or MessageOutcome.RecordFailed or MessageOutcome.StreamFailed) memory.Forget(batch[index].Key, batch.Identity);
    }

    /// <summary>A row of the message was not taken, or is known not to become durable.</summary>
    public void Refuse(int index, int target, ZerobusException e)
    {
        var table = batch.Plan.Targets[target].Name;
        Log.RowRefused(logger, batch.Id(index), batch[index].ReceiveCount, table, e.Code.ToString());
        batch[index].Outcome = StreamFaults.IsRecord(e.Code) ? MessageOutcome.RecordFailed : MessageOutcome.StreamFailed;
        if (batch[index].Outcome == MessageOutcome.StreamFailed) batch.Faults.Add(table, e);
    }

    private async ValueTask SettleRowsAsync(int index)
    {
        var deadline = batch.Deadline;
        var (first, end) = (batch[index].FirstRow, batch[index].FirstRow + batch[index].RowCount);
        for (var i = first; i < end; i++)
        {
            var row = batch.Rows[i];
            try
            {
                // Past the deadline only what is known at once counts.
                var acked = row.Stream.WaitForAckAsync(row.Offset, deadline.IsCancellationRequested ? CancellationToken.None : deadline);
                if (!acked.IsCompleted && deadline.IsCancellationRequested)
                {
                    Late(index, i, acked.AsTask());
                    return;
                }
                await acked.ConfigureAwait(false);
                batch.Latencies.Add(clock.GetElapsedTime(row.SentAt));
            }
            catch (ZerobusException e)
            {
                Refuse(index, row.Target, e);
                return;
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested)
            {
                Late(index, i, row.Stream.WaitForAckAsync(row.Offset, CancellationToken.None).AsTask());
                return;
            }
        }
        batch[index].Outcome = batch[index].Encoded switch
        {
            EncodeOutcome.Quarantined => MessageOutcome.Quarantined,
            EncodeOutcome.Dropped => MessageOutcome.Dropped,
            _ => MessageOutcome.Acked,
        };
        memory.Durable(batch[index].Key);
    }

    /// <summary>The message is reported as failed; what its rows come to is remembered for when it comes back.</summary>
    private void Late(int index, int row, Task acked)
    {
        batch.Faults.AddDeadline();
        batch[index].Outcome = MessageOutcome.LateAcks;
        var rest = batch.Rows.GetRange(row + 1, batch[index].FirstRow + batch[index].RowCount - row - 1);
        _ = memory.LateAsync(batch[index].Key, WatchAsync(acked, rest));
    }

    private static async Task<bool> WatchAsync(Task acked, List<RowState> rest)
    {
        try
        {
            await acked.ConfigureAwait(false);
            foreach (var row in rest) await row.Stream.WaitForAckAsync(row.Offset).ConfigureAwait(false);
            return true;
        }
        catch (ZerobusException)
        {
            return false;
        }
    }

    private async ValueTask SettleEarlierAsync(int index)
    {
        try
        {
            if (await batch[index].Earlier!.WaitAsync(batch.Deadline).ConfigureAwait(false))
            {
                batch[index].Outcome = MessageOutcome.Deduplicated;
                return;
            }
            // Its stream ended before the rows were durable. The next delivery sends it anew.
            batch[index].Outcome = MessageOutcome.StreamFailed;
        }
        catch (OperationCanceledException) when (batch.Deadline.IsCancellationRequested)
        {
            batch.Faults.AddDeadline();
            batch[index].Outcome = MessageOutcome.LateAcks;
        }
    }
}
