namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// The refused writes of a stream. They are kept for the stream's life: forgetting one would turn a refusal into a success for
/// whoever asks late. The service's texts take most of the memory, and only the newest are kept. Not thread-safe.
/// </summary>
internal sealed class RefusedWrites
{
    private const int MostReasons = 64;

    private readonly Dictionary<long, RefusedWrite> _all = [];
    private readonly SortedSet<long> _unreported = [];
    private readonly Queue<long> _reasons = [];

    public void Add(RefusedWrite refused)
    {
        _all[refused.Offset] = refused;
        _unreported.Add(refused.Offset);
        if (refused.Reason.Length == 0)
            return;
        _reasons.Enqueue(refused.Offset);
        if (_reasons.Count > MostReasons && _reasons.Dequeue() is var oldest)
            _all[oldest] = _all[oldest] with { Reason = "" };
    }

    /// <summary>The refusal of one write, which counts as reported from now on.</summary>
    public RefusedWrite? Take(long offset)
    {
        _unreported.Remove(offset);
        return _all.GetValueOrDefault(offset);
    }

    /// <summary>Those up to an offset that nobody has been told of, in offset order.</summary>
    public RefusedWrite[] TakeUnreported(long upTo)
    {
        if (_unreported.Count == 0)
            return [];
        var refused = _unreported.TakeWhile(offset => offset <= upTo).Select(offset => _all[offset]).ToArray();
        _unreported.ExceptWith(refused.Select(static r => r.Offset));
        return refused;
    }
}
