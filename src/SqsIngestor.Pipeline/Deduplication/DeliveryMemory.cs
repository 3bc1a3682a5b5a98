namespace SqsIngestor.Pipeline.Deduplication;

/// <summary>What the memory knows of a message.</summary>
internal enum DeliveryStatus
{
    /// <summary>Nothing: the message must be sent.</summary>
    New,

    /// <summary>An earlier message of the same batch is the same message.</summary>
    InThisBatch,

    /// <summary>An earlier invocation sent the message and reached its deadline before the rows were durable.</summary>
    AckPending,

    /// <summary>All its rows are durable.</summary>
    Durable,
}

/// <summary>An answer of <see cref="DeliveryMemory"/>.</summary>
internal readonly record struct DeliveryLookup(DeliveryStatus Status)
{
    /// <summary>With <see cref="DeliveryStatus.InThisBatch"/>: the index of the earlier message.</summary>
    public int Index { get; init; }

    /// <summary>
    /// With <see cref="DeliveryStatus.AckPending"/>: true once all rows are durable, false if they never will be.
    /// </summary>
    public Task<bool>? Acked { get; init; }
}

/// <summary>
/// Remembers which messages this process has made durable or has in flight, so that a message that SQS delivers again is not
/// sent again. It keeps the newest messages, about 64 bytes each, and forgets the oldest. May be used by several invocations
/// at once.
/// </summary>
/// <param name="window">How many messages it remembers: DEDUPE_WINDOW. 0 turns it off.</param>
internal sealed class DeliveryMemory(int window)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, Entry> _entries = [];
    private readonly Queue<UInt128> _order = [];
    private int _lateAcks;

    /// <summary>Looks a message up. A message that is new belongs to the batch from now on.</summary>
    /// <param name="key">The message: <see cref="MessageKey"/>.</param>
    /// <param name="batch">The batch; compared by reference.</param>
    /// <param name="index">The index of the message in the batch.</param>
    public DeliveryLookup Begin(UInt128 key, object batch, int index)
    {
        if (window == 0) return new(DeliveryStatus.New);
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var known))
            {
                if (known.Owner is Task<bool> acked && !HasFailed(acked)) return new(DeliveryStatus.AckPending) { Acked = acked };
                if (known.Owner == batch) return new(DeliveryStatus.InThisBatch) { Index = known.Index };
                if (known.Owner is null) return new(DeliveryStatus.Durable);
            }
            // A batch that ended without a result for the message no longer owns it.
            Put(key, new Entry(batch, index));
            return new(DeliveryStatus.New);
        }
    }

    /// <summary>All rows of the message are durable.</summary>
    public void Acked(UInt128 key)
    {
        if (window == 0) return;
        lock (_gate) Put(key, default);
    }

    /// <summary>The message was not delivered. What other owners know of it stays.</summary>
    /// <param name="key">The message.</param>
    /// <param name="owner">The batch, or the task of the pending acks, that owned it.</param>
    public void Forget(UInt128 key, object owner)
    {
        if (window == 0) return;
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var known) && known.Owner == owner) _entries.Remove(key);
        }
    }

    /// <summary>The invocation ends before the rows of the message are acked.</summary>
    /// <param name="key">The message.</param>
    /// <param name="acked">True once all rows are durable, false if they never will be. It must not fail.</param>
    /// <returns>The same result, once the memory knows it and has counted it.</returns>
    public Task<bool> AckPendingAsync(UInt128 key, Task<bool> acked)
    {
        var known = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (window > 0)
        {
            lock (_gate) Put(key, new Entry(known.Task, 0));
        }
        return SettleAsync(key, acked, known);
    }

    /// <summary>Messages reported as failed whose rows became durable afterwards, since the last call.</summary>
    public int TakeLateAcks() => Interlocked.Exchange(ref _lateAcks, 0);

    private static bool HasFailed(Task<bool> acked) => acked is { IsCompletedSuccessfully: true, Result: false };

    // Whoever waits for the entry sees the count that goes with it.
    private async Task<bool> SettleAsync(UInt128 key, Task<bool> acked, TaskCompletionSource<bool> known)
    {
        var durable = await acked.ConfigureAwait(false);
        if (durable)
        {
            Interlocked.Increment(ref _lateAcks);
            Acked(key);
        }
        else
        {
            Forget(key, known.Task);
        }
        known.SetResult(durable);
        return durable;
    }

    private void Put(UInt128 key, Entry entry)
    {
        var isNew = !_entries.ContainsKey(key);
        _entries[key] = entry;
        if (!isNew) return;
        // A key that was forgotten and came again is in the queue twice. It goes with the first of the two, earlier than
        // necessary.
        _order.Enqueue(key);
        while (_order.Count > window) _entries.Remove(_order.Dequeue());
    }

    /// <summary>The owner is a batch, a task of pending acks, or null if the message is durable.</summary>
    private readonly record struct Entry(object? Owner, int Index);
}
