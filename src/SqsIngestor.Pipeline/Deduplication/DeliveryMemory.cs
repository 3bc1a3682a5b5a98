using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Deduplication;

/// <summary>What the memory knows of a message.</summary>
internal enum DeliveryStatus
{
    /// <summary>The message must be sent. It belongs to the batch that asked.</summary>
    New,

    /// <summary>An earlier message of the same batch is the same message.</summary>
    InThisBatch,

    /// <summary>Another invocation has sent the message, or is about to, and its rows are not known to be durable.</summary>
    AckPending,

    /// <summary>All its rows are durable.</summary>
    Durable,

    /// <summary>An earlier delivery has shown that the service refuses it.</summary>
    Refused,
}

/// <summary>An answer of <see cref="DeliveryMemory"/>.</summary>
internal readonly record struct DeliveryLookup(DeliveryStatus Status)
{
    /// <summary>With <see cref="DeliveryStatus.InThisBatch"/>: the index of the earlier message.</summary>
    public int Index { get; init; }

    /// <summary>
    /// With <see cref="DeliveryStatus.AckPending"/>: what the other invocation has sent.
    /// </summary>
    public PendingDelivery? Pending { get; init; }

    /// <summary>With <see cref="DeliveryStatus.New"/>: what earlier deliveries have shown; null if nothing.</summary>
    public DeliveryHistory? History { get; init; }
}

/// <summary>
/// Remembers which messages this process has made durable, has in flight, or knows to be refused, so that a message that SQS
/// delivers again is not sent again. It keeps the newest messages, about 100 bytes each, and forgets the oldest that are durable.
/// May be used by several invocations at once: of two that get the same message, the second waits for the first.
/// </summary>
/// <param name="window">How many messages it remembers beside those in flight: DEDUPE_WINDOW. 0 turns it off.</param>
/// <param name="clock">Ends refusals.</param>
internal sealed class DeliveryMemory(int window, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, Entry> _entries = [];
    private readonly Queue<(UInt128 Key, int Place)> _order = [];
    private readonly DeliveryHistories _histories = new(window, clock);
    private object? _plan;
    private int _lastPlace;
    private int _lateAcks;
    private volatile bool _hasRecovered;

    /// <summary>Looks a message up. A message that is new belongs to the batch until the batch says how it ended.</summary>
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
                switch (known.State)
                {
                    case null:
                        return new(DeliveryStatus.Durable);
                    case PendingDelivery pending when known.Owner != batch:
                        return new(DeliveryStatus.AckPending) { Pending = pending };
                    case var _ when known.Owner == batch:
                        return new(DeliveryStatus.InThisBatch) { Index = known.Index };
                    default:
                        var other = new PendingDelivery();
                        _entries[key] = known with { State = other };
                        return new(DeliveryStatus.AckPending) { Pending = other };
                }
            }
            var history = _histories.Find(key);
            if (history is { IsRefused: true }) return new(DeliveryStatus.Refused);
            if (history is { IsRecovered: true }) _histories.Remember(key, history = history with { IsRecovered = false });
            Put(key, new Entry(Entry.InFlight, batch, index));
            return new(DeliveryStatus.New) { History = history };
        }
    }

    /// <summary>
    /// Whether rows have turned out to be durable, so that the history of a message can change while a batch owns the message.
    /// </summary>
    public bool HasRecovered => _hasRecovered;

    /// <summary>What is known of a message that is not delivered; null if nothing.</summary>
    public DeliveryHistory? HistoryOf(UInt128 key)
    {
        lock (_gate) return _histories.Find(key);
    }

    /// <summary>Whether the memory knows a message, and whether it knows that all its rows are durable.</summary>
    public (bool IsKnown, bool IsDurable) Find(UInt128 key)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var entry)) return (true, entry.State is null);
            return (_histories.Find(key) is not null, false);
        }
    }

    /// <summary>
    /// Rows that nobody has seen an ack of have turned out to be durable: a stream that was resumed says so.
    /// </summary>
    /// <param name="rows">The rows, those of a message one after the other.</param>
    public void Recover(IReadOnlyList<MessageRow> rows)
    {
        if (rows.Count == 0) return;
        lock (_gate)
        {
            _hasRecovered = true;
            for (var first = 0; first < rows.Count;)
            {
                var end = first + 1;
                while (end < rows.Count && rows[end].Key == rows[first].Key && rows[end].Shape == rows[first].Shape) end++;
                Recover(rows[first], rows.Skip(first).Take(end - first).Select(static row => row.Index));
                first = end;
            }
        }
    }

    /// <summary>All rows of the message are durable.</summary>
    public void Acked(UInt128 key)
    {
        if (window == 0) return;
        lock (_gate)
        {
            var waiting = Waiting(key);
            Put(key, default);
            _histories.Forget(key);
            waiting?.Settle(true);
        }
    }

    /// <summary>The message was not delivered. What other owners know of it stays.</summary>
    /// <param name="key">The message.</param>
    /// <param name="owner">The batch that owned it.</param>
    /// <param name="plan">The plan of the batch.</param>
    /// <param name="history">What its next delivery must know.</param>
    public void Failed(UInt128 key, object owner, object plan, DeliveryHistory history)
    {
        if (window == 0) return;
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var known) || known.Owner != owner) return;
            var waiting = Waiting(key);
            _entries.Remove(key);
            if (_histories.Find(key) is { IsRecovered: true } found)
                history = history.WithDurable(found.Shape, found.DurableRows);
            _histories.Remember(key, _plan is null || plan == _plan ? history : history.WithoutRefusal());
            waiting?.Settle(false);
        }
    }

    /// <summary>The invocation ends before the rows of the message are acked.</summary>
    /// <param name="key">The message.</param>
    /// <param name="plan">The plan of the batch.</param>
    /// <param name="acked">
    /// Null once all rows are durable, else what the next delivery must know because they never will be. It must not fail.
    /// </param>
    /// <param name="tables">The tables, by index in the plan, whose acks are missing.</param>
    /// <param name="rows">The rows without an ack.</param>
    /// <returns>Whether the rows became durable, once the memory knows it and has counted it.</returns>
    public Task<bool> AckPendingAsync(
        UInt128 key, object plan, Task<DeliveryHistory?> acked, IReadOnlyList<int> tables,
        IReadOnlyList<(ITableStream Stream, long Offset)> rows)
    {
        var known = new PendingDelivery();
        if (window > 0)
        {
            lock (_gate)
            {
                // Whoever waits for this invocation waits for the acks from now on.
                if (Waiting(key) is { } waiting) known = waiting;
                known.Ended(tables, rows);
                Put(key, new Entry(known, known, 0));
            }
        }
        return SettleAsync(key, plan, acked, known);
    }

    /// <summary>
    /// The tables have changed: what the service refused before may fit now. That goes for what batches of other plans still find
    /// out, too.
    /// </summary>
    /// <param name="plan">The plan of the new tables; compared by reference.</param>
    public void SwitchTo(object plan)
    {
        lock (_gate)
        {
            _plan = plan;
            _histories.ForgetRefusals();
        }
    }

    /// <summary>Messages reported as failed whose rows became durable afterwards, since the last call.</summary>
    public int TakeLateAcks() => Interlocked.Exchange(ref _lateAcks, 0);

    // Whoever waits for the entry sees the count that goes with it.
    private async Task<bool> SettleAsync(
        UInt128 key, object plan, Task<DeliveryHistory?> acked, PendingDelivery known)
    {
        var history = await acked.ConfigureAwait(false);
        if (history is null)
        {
            Interlocked.Increment(ref _lateAcks);
            Acked(key);
        }
        else
        {
            Failed(key, known, plan, known.IsOverdue ? history.WithOverdueAck() : history);
        }
        known.Settle(history is null);
        return history is null;
    }

    private void Recover(in MessageRow message, IEnumerable<int> rows)
    {
        var isOwned = _entries.TryGetValue(message.Key, out var entry);
        if (message.Rows == 0 || (isOwned && entry.State is null)) return;
        var history = (_histories.Find(message.Key) ?? DeliveryHistory.None).WithDurable(message.Shape, rows);
        if (isOwned || history.DurableFor(message.Shape).Count < message.Rows)
        {
            _histories.Remember(message.Key, history with { IsRecovered = true });
            return;
        }
        _histories.Forget(message.Key);
        Put(message.Key, default);
    }

    private PendingDelivery? Waiting(UInt128 key) =>
        _entries.TryGetValue(key, out var known) ? known.State as PendingDelivery : null;

    private void Put(UInt128 key, Entry entry)
    {
        var isNew = !_entries.TryGetValue(key, out var known);
        _entries[key] = entry with { Place = isNew ? ++_lastPlace : known.Place };
        if (!isNew) return;
        _order.Enqueue((key, _lastPlace));
        // Two looks for one new message: so there are not many more messages than necessary, and nobody looks for long.
        for (var looks = 0; looks < 2 && _order.Count > window; looks++)
        {
            var (oldest, place) = _order.Dequeue();
            // A message that failed and came again has another place.
            if (!_entries.TryGetValue(oldest, out known) || known.Place != place) continue;
            // Whoever forgets what is in flight sends it twice.
            if (known.State is null) _entries.Remove(oldest);
            else _order.Enqueue((oldest, place));
        }
    }

    /// <summary>
    /// The state is null if the message is durable, <see cref="InFlight"/> while a batch owns it, or a
    /// <see cref="PendingDelivery"/> if another batch waits for that one, or if it has ended: then that is the owner.
    /// </summary>
    private readonly record struct Entry(object? State, object? Owner, int Index)
    {
        public static object InFlight { get; } = new();

        /// <summary>Which place in the order of the messages is its own.</summary>
        public int Place { get; init; }
    }
}
