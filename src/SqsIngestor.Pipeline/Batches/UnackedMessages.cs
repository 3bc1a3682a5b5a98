using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The messages of which a batch leaves rows without an ack, whatever became of their other rows. It waits for these acks no
/// longer, but one that comes before the batch is reported counts; of the others, the memory learns when the batch ends. Reused
/// from batch to batch; not thread-safe.
/// </summary>
internal sealed class UnackedMessages(
    Batch batch, MessageWaits waits, DeliveryMemory memory, TableStreams streams, BatchAcks acks, AckWatch watch, DownTables down,
    MessageLog lines)
{
    private readonly MessageLedger _messages = batch.Messages;
    private readonly Dictionary<int, Pending> _pending = [];

    // The ordering keys with a message that has not succeeded.
    private readonly HashSet<long> _failedKeys = [];

    /// <summary>Begins the next batch.</summary>
    public void Clear() => _pending.Clear();

    /// <summary>Whether the batch has left rows of a message without an ack.</summary>
    public bool Contains(int message) => _pending.ContainsKey(message);

    /// <summary>The batch waits no longer for the acks of a message.</summary>
    /// <param name="message">Its index.</param>
    /// <param name="rows">Its rows for whose acks the batch has not waited.</param>
    /// <param name="isWhole">Whether it was sent as a whole, and all its other rows are durable.</param>
    public void GiveUp(int message, SentRows rows, bool isWhole)
    {
        var givenUp = batch.Faults.GivenUpMessages;
        var unsettled = rows.All().Where(static row => !row.Stream.IsSettled(row.Offset)).ToList();
        var tables = unsettled.Select(static row => row.Target).Distinct().ToList();
        if (unsettled.Count > 0) NotAcked(message, unsettled, tables);
        else batch.Faults.TimedOut();
        var key = _messages.KeyOf(message);
        _pending[message] = new(
            RowWatch.WaitAsync(rows.All(), acks.AckedLate, row => streams.WasSuspected(row.Target, key)), tables,
            [.. unsettled.Select(static row => (row.Stream, row.Offset))], isWhole,
            IsGivenUp: batch.Faults.GivenUpMessages > givenUp);
    }

    /// <summary>The batch waits no longer for what another invocation has sent of a message.</summary>
    public void GiveUp(PendingDelivery earlier) => Unfinished(earlier.Tables);

    /// <summary>
    /// Settles those whose rows have become durable meanwhile. A message of a FIFO group must not be reported before another one
    /// of it, so it only counts if all before it have succeeded. Call it when every message that was sent is settled.
    /// </summary>
    public async ValueTask SettleAckedAsync()
    {
        if (_pending.Count == 0) return;
        _failedKeys.Clear();
        for (var i = 0; i < _messages.Count; i++)
        {
            if (_messages.HasSucceeded(i)) continue;
            var key = _messages.OrderingKeyOf(i);
            if (key != 0 && _failedKeys.Contains(key)) continue;
            if (!await IsAckedAsync(i).ConfigureAwait(false))
            {
                _failedKeys.Add(key);
                continue;
            }
            _pending.Remove(i, out var pending);
            _messages.AckedLate(i);
            memory.Acked(_messages.KeyOf(i));
            if (pending.IsGivenUp) batch.Faults.NotGivenUp();
        }
    }

    /// <summary>The batch ends: the memory follows what becomes of the rows of a message.</summary>
    /// <returns>False if it has no such rows.</returns>
    public bool Release(int message)
    {
        if (!_pending.Remove(message, out var pending)) return false;
        var history = pending.HistoryAsync(_messages.HistoryOf(message), _messages.ShapeOf(message));
        _ = memory.AckPendingAsync(_messages.KeyOf(message), batch.Plan, history, pending.Tables, pending.Rows);
        return true;
    }

    private void NotAcked(int message, List<SentRow> rows, List<int> tables)
    {
        var isOverdue = false;
        foreach (var row in rows)
        {
            if (watch.IsOverdue(row))
            {
                isOverdue = true;
                lines.AckOverdue(message, batch.Plan.Targets[row.Target].Name, watch.LongestOf(row.Target));
            }
            row.Stream.GiveUp(row.Offset);
        }
        if (isOverdue) _messages.SetHistory(message, _messages.HistoryOf(message).WithOverdueAck());
        // Before the deadline, one row is the cause and not its table.
        if (!isOverdue || batch.Deadline.HasPassed)
        {
            foreach (var row in rows.DistinctBy(static row => row.Target)) down.NotAcked(row);
        }
        if (isOverdue && !tables.Exists(down.Contains)) batch.Faults.TimedOut();
        else Unfinished(tables);
    }

    // The batch waits no longer for acks of these tables; null if they are not known.
    private void Unfinished(IReadOnlyList<int>? tables)
    {
        if (batch.Deadline.HasPassed) batch.Faults.TimedOut();
        else batch.Faults.GivenUp(down.NamesOf(tables));
    }

    private async ValueTask<bool> IsAckedAsync(int message)
    {
        if (!_pending.TryGetValue(message, out var pending) || !pending.IsWhole || waits.LastPending(message) is not null)
            return false;
        // The streams know what became of all its rows, so this waits for no ack.
        return !(await pending.Watch.ConfigureAwait(false)).HasFailed;
    }

    /// <param name="Watch">What becomes of the rows.</param>
    /// <param name="Tables">The tables, by index in the plan, whose acks are missing.</param>
    /// <param name="Rows">The rows without an ack.</param>
    /// <param name="IsWhole">Whether the message has no other rows that are not durable.</param>
    /// <param name="IsGivenUp">Whether <see cref="StreamFaults.GivenUp"/> has counted it.</param>
    private readonly record struct Pending(
        Task<WatchedRows> Watch, IReadOnlyList<int> Tables, IReadOnlyList<(ITableStream Stream, long Offset)> Rows,
        bool IsWhole, bool IsGivenUp)
    {
        /// <summary>Null once the whole message is durable, else what is known of it.</summary>
        public async Task<DeliveryHistory?> HistoryAsync(DeliveryHistory history, int shape)
        {
            var rows = await Watch.ConfigureAwait(false);
            return IsWhole && !rows.HasFailed ? null : rows.AddTo(history, shape);
        }
    }
}
