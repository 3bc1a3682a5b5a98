using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>Waits for the acks of a batch whose rows are sent, and tells the ledger and the delivery memory about them.</summary>
internal sealed class BatchSettlement(Batch batch, DeliveryMemory memory, ILogger logger, TimeProvider clock)
{
    // How often to look whether a stream whose ack is awaited still has a connection.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

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
        // What is sent once more stays with this batch, which then knows more about it.
        if (_messages.OutcomeOf(message) == MessageOutcome.StreamFailed && _messages.CanRetry(message)) return;
        Release(message);
    }

    /// <summary>
    /// The batch ends: the memory learns what is known of a message that is not settled, or was not delivered.
    /// </summary>
    public void Release(int message)
    {
        if (_messages.OutcomeOf(message) == MessageOutcome.InFlight) TimedOut(message, 0);
        if (!_messages.HasSucceeded(message)) Withdraw(message);
        if (_messages.OutcomeOf(message) is MessageOutcome.NotSent or MessageOutcome.RecordFailed or MessageOutcome.StreamFailed)
            memory.Failed(_messages.KeyOf(message), batch.Identity, _messages.HistoryOf(message));
    }

    /// <summary>Logs that a row was not accepted, or will never be durable, and keeps what that says about the message.</summary>
    /// <returns>What the message counts as.</returns>
    public MessageOutcome RowFailed(int message, int target, ZerobusException fault)
    {
        var table = batch.Plan.Targets[target].Name;
        if (fault.Code == ZerobusErrorCode.RecordWithdrawn)
        {
            PipelineLog.MessageHeldBack(logger, batch.Id(message), _messages.ReceiveCountOf(message));
            return MessageOutcome.NotSent;
        }
        PipelineLog.RowRefused(logger, batch.Id(message), _messages.ReceiveCountOf(message), table, fault.Code.ToString());
        var history = _messages.HistoryOf(message);
        if (StreamFaults.IsRecord(fault.Code))
        {
            _messages.SetHistory(message, history with { IsRefused = true });
            return MessageOutcome.RecordFailed;
        }
        if (fault.Code == ZerobusErrorCode.RecordSuspected)
        {
            // Only the ack of another row shows that the service takes rows of this table.
            if (batch.AckedTables.Contains(target)) _messages.SetHistory(message, history.WithStrike());
            else if (history.Strikes == 0) _messages.SetHistory(message, history with { Strikes = 1 });
            return MessageOutcome.RecordFailed;
        }
        batch.Faults.Failed(table, fault);
        return MessageOutcome.StreamFailed;
    }

    private async ValueTask SettleRowsAsync(int message)
    {
        List<int>? durable = null;
        var outcome = default(MessageOutcome?);
        for (var i = 0; i < _messages.RowCountOf(message); i++)
        {
            var row = _messages.RowOf(message, i);
            try
            {
                if (!await WaitAsync(row).ConfigureAwait(false))
                {
                    // The message has failed anyway, but rows after this one may be durable, and must not be sent again.
                    if (outcome is not null) continue;
                    TimedOut(message, i);
                    break;
                }
                batch.Latencies.Add(clock.GetElapsedTime(row.SentAt));
                batch.AckedTables.Add(row.Target);
                durable?.Add(row.Index);
            }
            catch (ZerobusException e)
            {
                durable ??= [.. IndexesOf(message, i)];
                var failed = RowFailed(message, row.Target, Suspicion(row, e));
                // A refusal says more about the message than what befell its other rows.
                if (outcome is null || failed == MessageOutcome.RecordFailed) outcome = failed;
            }
        }

        if (_messages.OutcomeOf(message) != MessageOutcome.InFlight) return;
        switch (outcome)
        {
            case null:
                _messages.Acked(message);
                if (_messages.HasSucceeded(message)) memory.Acked(_messages.KeyOf(message));
                else Keep(message, IndexesOf(message, _messages.RowCountOf(message)));
                break;
            case MessageOutcome.RecordFailed:
                _messages.Refused(message);
                Keep(message, durable);
                break;
            case MessageOutcome.StreamFailed:
                _messages.StreamFailed(message, mayRetry: true);
                Keep(message, durable);
                break;
            case MessageOutcome.NotSent:
                _messages.Withdrawn(message);
                Keep(message, durable);
                break;
            default:
                throw new UnreachableException();
        }
    }

    // A stream that failed because of its oldest row says which that is.
    private ZerobusException Suspicion(SentRow row, ZerobusException e) =>
        e.Code == ZerobusErrorCode.NoProgress && e.SuspectOffset == row.Offset && batch.AckedTables.Contains(row.Target)
            ? new ZerobusException(ZerobusErrorCode.RecordSuspected, e.Message, innerException: e)
            : e;

    /// <returns>False if the deadline passes first, or if the stream has no connection and other tables wait.</returns>
    private async ValueTask<bool> WaitAsync(SentRow row)
    {
        var deadline = batch.Deadline.Token;
        // After the deadline only acks that are already here count.
        var acked = row.Stream.WaitForAckAsync(
            row.Offset, deadline.IsCancellationRequested ? CancellationToken.None : deadline);
        if (acked.IsCanceled) return await IsAckedAsync(row).ConfigureAwait(false);
        if (acked.IsCompleted)
        {
            await acked.ConfigureAwait(false);
            return true;
        }
        if (deadline.IsCancellationRequested) return false;
        var waiting = acked.AsTask();
        try
        {
            while (batch.Streams.Count > 1 && !waiting.IsCompleted)
            {
                if (row.Stream.InterruptedFor >= TableStreams.Grace) return false;
                await Task.WhenAny(waiting, Task.Delay(Look, clock, deadline)).ConfigureAwait(false);
            }
            await waiting.ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return false;
        }
    }

    // The deadline passed between two looks at it.
    private static async ValueTask<bool> IsAckedAsync(SentRow row)
    {
        var acked = row.Stream.WaitForAckAsync(row.Offset, CancellationToken.None);
        if (!acked.IsCompleted) return false;
        await acked.ConfigureAwait(false);
        return true;
    }

    // Another delivery of the message may begin as soon as this one is reported. In a group, it must not be overtaken.
    private void Withdraw(int message)
    {
        ITableStream? before = null;
        for (var i = 0; i < _messages.RowCountOf(message); i++)
        {
            var row = _messages.RowOf(message, i);
            if (row.OrderingKey == 0 || row.Stream == before) continue;
            row.Stream.Withdraw(row.OrderingKey);
            before = row.Stream;
        }
    }

    // The indexes in the message of the first of its rows that were sent.
    private IEnumerable<int> IndexesOf(int message, int rows) =>
        Enumerable.Range(0, rows).Select(row => _messages.RowOf(message, row).Index);

    private void Keep(int message, IEnumerable<int>? durable)
    {
        if (durable is null) return;
        var history = _messages.HistoryOf(message);
        var known = history.WithDurable(_messages.ShapeOf(message), durable);
        if (known != history) _messages.SetHistory(message, known);
    }

    /// <summary>The message is reported as failed. The memory learns what becomes of its rows, for the next delivery.</summary>
    private void TimedOut(int message, int row)
    {
        batch.Faults.TimedOut();
        // The acks of a part do not make the whole durable.
        var isWhole = !_messages.IsInPart(message);
        _messages.TimedOut(message);
        Keep(message, IndexesOf(message, row));
        var watch = WatchAsync(
            _messages.CopyRows(message, row), _messages.HistoryOf(message), _messages.ShapeOf(message), isWhole);
        _ = memory.AckPendingAsync(_messages.KeyOf(message), watch);
    }

    // Null once all rows are durable, else what is known when none of them is open any more.
    private static async Task<DeliveryHistory?> WatchAsync(
        IEnumerable<SentRow> rows, DeliveryHistory history, int shape, bool isWhole)
    {
        var failed = !isWhole;
        var durable = new List<int>();
        foreach (var row in rows)
        {
            try
            {
                await row.Stream.WaitForAckAsync(row.Offset, CancellationToken.None).ConfigureAwait(false);
                durable.Add(row.Index);
            }
            catch (ZerobusException e)
            {
                failed = true;
                if (StreamFaults.IsRecord(e.Code)) history = history with { IsRefused = true };
            }
        }
        return failed ? history.WithDurable(shape, durable) : null;
    }

    private async ValueTask SettleEarlierAsync(int message)
    {
        var deadline = batch.Deadline.Token;
        try
        {
            if (await _messages.EarlierAckOf(message).WaitAsync(deadline).ConfigureAwait(false)) _messages.Acked(message);
            // The other invocation failed, or its stream ended. The next delivery sends the message again.
            else _messages.StreamFailed(message, mayRetry: false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            batch.Faults.TimedOut();
            _messages.TimedOut(message);
        }
    }
}
