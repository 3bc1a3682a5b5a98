namespace SqsIngestor.Pipeline.Deduplication;

/// <summary>
/// Which messages this process has made durable, or has in flight, so that a message that SQS delivers again is not sent
/// again. It keeps the newest ones, about 64 bytes each, and forgets the oldest. Safe for use by several invocations at once.
/// </summary>
/// <param name="window">How many messages: DEDUPE_WINDOW. 0 turns it off.</param>
internal sealed class DeliveryMemory(int window)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, Entry> _entries = [];
    private readonly Queue<UInt128> _order = [];
    private int _lateAcks;

    /// <summary>Looks a message up, and notes that a batch has it now.</summary>
    /// <param name="key">The message.</param>
    /// <param name="batch">The batch; compared by reference.</param>
    /// <param name="index">The message's place in the batch.</param>
    public Delivery Begin(UInt128 key, object batch, int index)
    {
        if (window == 0) return new(DeliveryKind.New);
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var known))
            {
                if (known.Owner is Task<bool> earlier && !Failed(earlier)) return new(DeliveryKind.InFlight) { Earlier = earlier };
                if (known.Owner == batch) return new(DeliveryKind.InThisBatch) { Index = known.Index };
                if (known.Owner is null) return new(DeliveryKind.Durable);
            }
            // A batch that ended without a word about the message has no claim on it any more.
            Put(key, new Entry(batch, index));
            return new(DeliveryKind.New);
        }
    }

    /// <summary>All rows of the message are durable.</summary>
    public void Durable(UInt128 key)
    {
        if (window == 0) return;
        lock (_gate) Put(key, default);
    }

    /// <summary>The message was not delivered. What others know of it stays.</summary>
    /// <param name="key">The message.</param>
    /// <param name="owner">The batch, or the task of late acks, that had it.</param>
    public void Forget(UInt128 key, object owner)
    {
        if (window == 0) return;
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var known) && known.Owner == owner) _entries.Remove(key);
        }
    }

    /// <summary>The invocation ends before it is known what becomes of the message's rows.</summary>
    /// <param name="key">The message.</param>
    /// <param name="acked">Ends with true once all of them are durable.</param>
    /// <returns>Ends when that is settled.</returns>
    public Task LateAsync(UInt128 key, Task<bool> acked)
    {
        if (window > 0)
        {
            lock (_gate) Put(key, new Entry(acked, 0));
        }
        return SettleAsync(key, acked);
    }

    /// <summary>Messages reported as failed whose rows became durable afterwards, since the last call.</summary>
    public int TakeLateAcks() => Interlocked.Exchange(ref _lateAcks, 0);

    private static bool Failed(Task<bool> acked) => acked is { IsCompletedSuccessfully: true, Result: false };

    private async Task SettleAsync(UInt128 key, Task<bool> acked)
    {
        if (await acked.ConfigureAwait(false))
        {
            Interlocked.Increment(ref _lateAcks);
            Durable(key);
        }
        else
        {
            Forget(key, acked);
        }
    }

    private void Put(UInt128 key, Entry entry)
    {
        var isNew = !_entries.ContainsKey(key);
        _entries[key] = entry;
        if (!isNew) return;
        // A key that was forgotten and came again stands in the queue twice, and goes with the first of them: earlier than it must.
        _order.Enqueue(key);
        while (_order.Count > window) _entries.Remove(_order.Dequeue());
    }

    /// <summary>The owner is a batch, a task that tells of late acks, or null when the message is durable.</summary>
    private readonly record struct Entry(object? Owner, int Index);
}
