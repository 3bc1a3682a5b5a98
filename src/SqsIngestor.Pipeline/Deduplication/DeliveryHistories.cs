namespace SqsIngestor.Pipeline.Deduplication;

/// <summary>
/// What is known of messages that were not delivered, for their next deliveries. Apart from the messages that were delivered:
/// those are many more, and would take their places before they come again. Not thread-safe.
/// </summary>
/// <param name="most">How many it keeps; the oldest go first.</param>
/// <param name="clock">Ends refusals.</param>
internal sealed class DeliveryHistories(int most, TimeProvider clock)
{
    /// <summary>
    /// How long a refusal is remembered. Longer than the receives of a message usually take; short enough that a message that is
    /// sent again after the table was corrected gets another chance.
    /// </summary>
    public static readonly TimeSpan RefusalTime = TimeSpan.FromMinutes(30);

    private readonly Dictionary<UInt128, (DeliveryHistory History, long At)> _histories = [];
    private readonly Queue<(UInt128 Key, long At)> _order = [];

    /// <summary>What is known of a message; null if nothing.</summary>
    public DeliveryHistory? Find(UInt128 key)
    {
        if (!_histories.TryGetValue(key, out var known)) return null;
        if (clock.GetElapsedTime(known.At) < RefusalTime) return known.History;
        var kept = known.History.WithoutRefusal();
        return kept.IsEmpty ? null : kept;
    }

    /// <summary>Replaces what is known of a message.</summary>
    public void Remember(UInt128 key, DeliveryHistory history)
    {
        if (history.IsEmpty)
        {
            _histories.Remove(key);
            return;
        }
        var now = clock.GetTimestamp();
        _histories[key] = (history, now);
        _order.Enqueue((key, now));
        while (_order.Count > most)
        {
            // Of a message that was remembered again, the later place counts.
            var (oldest, at) = _order.Dequeue();
            if (_histories.TryGetValue(oldest, out var known) && known.At == at) _histories.Remove(oldest);
        }
    }

    /// <summary>The message is delivered.</summary>
    public void Forget(UInt128 key)
    {
        if (_histories.Count > 0) _histories.Remove(key);
    }

    /// <summary>The tables have changed: what the service refused before may fit now.</summary>
    public void ForgetRefusals()
    {
        foreach (var (key, known) in _histories) _histories[key] = known with { History = known.History.WithoutRefusal() };
    }
}
