using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The messages for whose acks a batch waits no longer. An ack that comes before the batch is reported counts; of the others, the
/// memory learns when the batch ends. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class UnackedMessages(Batch batch, MessageWaits waits, DeliveryMemory memory)
{
    private readonly MessageLedger _messages = batch.Messages;
    private readonly Dictionary<int, Pending> _pending = [];

    // The ordering keys with a message that has not succeeded.
    private readonly HashSet<long> _failedKeys = [];

    /// <summary>Begins the next batch.</summary>
    public void Clear() => _pending.Clear();

    /// <summary>The batch waits no longer for the acks of a message.</summary>
    /// <param name="message">Its index.</param>
    /// <param name="acked">Null once all its rows are durable, else what the next delivery must know. Must not fail.</param>
    /// <param name="tables">The tables, by index in the plan, whose acks are missing.</param>
    /// <param name="rows">The rows without an ack.</param>
    /// <param name="isGivenUp">Whether <see cref="StreamFaults.GivenUp"/> has counted it.</param>
    public void Add(
        int message, Task<DeliveryHistory?> acked, IReadOnlyList<int> tables,
        IReadOnlyList<(ITableStream Stream, long Offset)> rows, bool isGivenUp) =>
        _pending[message] = new(acked, tables, rows, isGivenUp);

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
    public void Release(int message)
    {
        if (_pending.Remove(message, out var pending))
            _ = memory.AckPendingAsync(_messages.KeyOf(message), pending.Acked, pending.Tables, pending.Rows);
    }

    private async ValueTask<bool> IsAckedAsync(int message)
    {
        if (!_pending.TryGetValue(message, out var pending) || waits.LastPending(message) is not null) return false;
        // The streams know what became of all its rows, so this waits for no ack.
        await Task.WhenAny(pending.Acked).ConfigureAwait(false);
        return pending.Acked is { IsCompletedSuccessfully: true, Result: null };
    }

    private readonly record struct Pending(
        Task<DeliveryHistory?> Acked, IReadOnlyList<int> Tables, IReadOnlyList<(ITableStream Stream, long Offset)> Rows,
        bool IsGivenUp);
}
