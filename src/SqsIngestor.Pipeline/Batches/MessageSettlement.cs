using System.Diagnostics;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Settles one message with what is known of its rows, and tells the ledger and the delivery memory. Reused from batch to batch;
/// not thread-safe.
/// </summary>
internal sealed class MessageSettlement(
    Batch batch, MessageWaits waits, DeliveryMemory memory, TableStreams streams, BatchAcks acks, AckWatch watch,
    DownTables down, MessageLog lines, TimeProvider clock)
{
    private readonly MessageLedger _messages = batch.Messages;
    private readonly UnackedMessages _unacked = new(batch, waits, memory, streams, acks, watch, down, lines);
    private readonly MessageVerdicts _verdicts = new(batch, acks, streams);

    // The ordering keys with a message that failed, and whether the first one failed because the time was up.
    private readonly Dictionary<long, bool> _failedKeys = [];

    /// <summary>Begins the next batch.</summary>
    public void Clear()
    {
        _failedKeys.Clear();
        _unacked.Clear();
        _verdicts.Clear();
    }

    /// <summary>Settles a message with what is known now. Rows whose acks are not here have timed out.</summary>
    public async ValueTask SettleAsync(int message)
    {
        switch (_messages.OutcomeOf(message))
        {
            case MessageOutcome.InFlight:
                SettleRows(message);
                if (!_messages.HasSucceeded(message)) KeyFailed(message);
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
        Release(message, isOver: false);
    }

    /// <summary>
    /// Settles messages for whose acks the batch has not waited, and whose rows are durable now. Call it when every message that
    /// was sent is settled.
    /// </summary>
    public ValueTask SettleAckedLateAsync() => _unacked.SettleAckedAsync();

    /// <summary>
    /// The batch ends: the memory learns what is known of a message that is not settled, or was not delivered.
    /// </summary>
    public void Release(int message) => Release(message, isOver: true);

    private void Release(int message, bool isOver)
    {
        if (_messages.OutcomeOf(message) == MessageOutcome.InFlight) TimedOut(message, RowsOf(message));
        if (!_messages.HasSucceeded(message)) Withdraw(message);
        if (isOver) _verdicts.Close(message);
        else if (_verdicts.IsOpen(message)) return;
        // The next delivery must know what becomes of rows without an ack.
        if (isOver ? _unacked.Release(message) : _unacked.Contains(message)) return;
        if (_messages.OutcomeOf(message) is MessageOutcome.NotSent or MessageOutcome.RecordFailed or MessageOutcome.StreamFailed)
            Forget(message);
    }

    // The message is not this batch's any more, and was not delivered.
    private void Forget(int message) =>
        memory.Failed(_messages.KeyOf(message), batch.Identity, batch.Plan, _messages.HistoryOf(message));

    /// <summary>
    /// A fault in this program, or no memory, when a message was settled or released. It returns to the queue unless it is
    /// durable, and nobody waits for it.
    /// </summary>
    /// <param name="message">Its index.</param>
    /// <param name="e">What is wrong.</param>
    /// <param name="isOver">Whether the batch ends; if not, the message may be released later.</param>
    public void Broke(int message, Exception e, bool isOver)
    {
        lines.Broke(message, e);
        var outcome = _messages.OutcomeOf(message);
        if (outcome is MessageOutcome.InFlight or MessageOutcome.SentEarlier) _messages.Refused(message);
        // What was sent may still become durable.
        if (outcome == MessageOutcome.InFlight && !_unacked.Contains(message))
            _unacked.GiveUp(message, RowsOf(message), isWhole: false);
        // Those behind it in its group must not be reported before it.
        if (!_messages.HasSucceeded(message)) KeyFailed(message);
        if (isOver ? !_unacked.Release(message) : !_verdicts.IsOpen(message) && !_unacked.Contains(message)) Forget(message);
    }

    /// <summary>Logs that a row was not accepted, or will never be durable, and keeps what that says about the message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="row">The row. One that was not accepted has no offset.</param>
    /// <param name="fault">What the client says.</param>
    /// <returns>What the message counts as.</returns>
    public MessageOutcome RowFailed(int message, in SentRow row, ZerobusException fault)
    {
        var table = batch.Plan.Targets[row.Target].Name;
        if (fault.Code == ZerobusErrorCode.RecordWithdrawn)
        {
            lines.NotSent(message, IsOutOfTime(row.OrderingKey));
            return MessageOutcome.NotSent;
        }
        lines.RowRefused(message, table, fault.Code.ToString());
        switch (fault.Code)
        {
            case ZerobusErrorCode.RecordRefused:
                _verdicts.Refused(message, row.Target, fault);
                return MessageOutcome.RecordFailed;
            case ZerobusErrorCode.RecordSuspected:
                _verdicts.Suspected(message, row.Target, fault);
                return MessageOutcome.RecordFailed;
            case var code when StreamFaults.IsRecord(code):
                // This program has looked at the row, and needs no proof.
                _messages.SetHistory(message, _messages.HistoryOf(message) with { IsRefused = true });
                return MessageOutcome.RecordFailed;
        }
        batch.Faults.Failed(table, fault);
        return MessageOutcome.StreamFailed;
    }

    private void SettleRows(int message)
    {
        List<int>? durable = null;
        SentRows? unacked = null;
        var outcome = default(MessageOutcome?);
        (int Table, ZerobusErrorCode Code)? last = null;
        for (var i = 0; i < _messages.RowCountOf(message); i++)
        {
            var row = _messages.RowOf(message, i);
            var isSettled = row.Stream.IsSettled(row.Offset, out var e);
            if (isSettled && e is null)
            {
                batch.Latencies.Add(clock.GetElapsedTime(row.SentAt));
                acks.Acked(row.Target);
                durable?.Add(row.Index);
                continue;
            }
            durable ??= [.. IndexesOf(message, i)];
            if (e is null)
            {
                (unacked ??= new()).Add(row);
                continue;
            }
            if (IsSuspect(row, e))
                _messages.SetHistory(message, _messages.HistoryOf(message) with { EndsConnections = true });
            // Of many rows of a stream that failed, the first says it all.
            var fault = Suspicion(row, e);
            if (last == (row.Target, fault.Code)) continue;
            last = (row.Target, fault.Code);
            var failed = RowFailed(message, row, fault);
            // A refusal says more about the message than what befell its other rows.
            if (outcome is null || failed == MessageOutcome.RecordFailed) outcome = failed;
        }

        Keep(message, durable);
        switch (outcome)
        {
            case null when unacked is not null:
                TimedOut(message, unacked);
                return;
            case null when _messages.OrderingKeyOf(message) is not 0 and var key && _failedKeys.ContainsKey(key):
                // A message before it was returned to the queue, and comes again: this one must not be reported before it.
                Keep(message, IndexesOf(message, _messages.RowCountOf(message)));
                TimedOut(message, new());
                return;
            case null:
                _messages.Acked(message);
                if (_messages.HasSucceeded(message)) memory.Acked(_messages.KeyOf(message));
                else Keep(message, IndexesOf(message, _messages.RowCountOf(message)));
                return;
            case MessageOutcome.RecordFailed:
                _messages.Refused(message);
                break;
            case MessageOutcome.StreamFailed:
                // While a row may still become durable, the message must not be sent again.
                _messages.StreamFailed(message, mayRetry: unacked is null);
                break;
            case MessageOutcome.NotSent:
                _messages.Withdrawn(message);
                break;
            default:
                throw new UnreachableException();
        }
        if (unacked is not null) _unacked.GiveUp(message, unacked, isWhole: false);
    }

    // A stream that failed because of its oldest row says which that is.
    private static bool IsSuspect(SentRow row, ZerobusException e) =>
        e.Code == ZerobusErrorCode.NoProgress && e.SuspectOffset == row.Offset;

    private ZerobusException Suspicion(SentRow row, ZerobusException e) =>
        IsSuspect(row, e) && acks.Has(row.Target)
            ? new ZerobusException(ZerobusErrorCode.RecordSuspected, e.Message, innerException: e)
            : e;

    // Those behind it in its group must not be reported before it.
    private void KeyFailed(int message) =>
        _failedKeys.TryAdd(_messages.OrderingKeyOf(message), batch.IsOutOfTime(message, clock.GetUtcNow()));

    // A row of a standard queue is withdrawn for no other reason.
    private bool IsOutOfTime(long key) => key == 0
        || (_failedKeys.TryGetValue(key, out var isOutOfTime) ? isOutOfTime : batch.Deadline.IsOver(clock.GetUtcNow()));

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

    /// <summary>
    /// The batch waits no longer for the message. If its rows are not durable when the batch ends, it is reported as failed, and
    /// the memory learns what becomes of them, for the next delivery.
    /// </summary>
    private void TimedOut(int message, SentRows unacked)
    {
        // The acks of a part do not make the whole durable.
        var isWhole = !_messages.IsInPart(message);
        _messages.TimedOut(message);
        _unacked.GiveUp(message, unacked, isWhole);
    }

    private SentRows RowsOf(int message)
    {
        var rows = new SentRows();
        for (var i = 0; i < _messages.RowCountOf(message); i++) rows.Add(_messages.RowOf(message, i));
        return rows;
    }

    private async ValueTask SettleEarlierAsync(int message)
    {
        var earlier = _messages.EarlierOf(message);
        if (!earlier.Acked.IsCompleted)
        {
            _unacked.GiveUp(earlier);
            _messages.TimedOut(message);
        }
        else if (await earlier.Acked.ConfigureAwait(false))
        {
            _messages.Acked(message);
        }
        else
        {
            // The other invocation failed, or its stream ended.
            _messages.StreamFailed(message, mayRetry: true);
        }
    }
}
