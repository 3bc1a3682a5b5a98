namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// Ordering keys of which a write was given up. Keeps the newest, because a caller uses a new key for each attempt. Not
/// thread-safe.
/// </summary>
internal sealed class FailedKeys
{
    private const int Most = 4096;

    private readonly HashSet<long> _keys = [];
    private readonly Queue<long> _order = [];

    public void CopyFrom(FailedKeys other)
    {
        foreach (var key in other._order)
            Add(key);
    }

    public bool Contains(long key) => key != 0 && _keys.Contains(key);

    /// <returns>False if the key is there already.</returns>
    public bool Add(long key)
    {
        if (!_keys.Add(key))
            return false;
        _order.Enqueue(key);
        if (_order.Count > Most)
            _keys.Remove(_order.Dequeue());
        return true;
    }
}
