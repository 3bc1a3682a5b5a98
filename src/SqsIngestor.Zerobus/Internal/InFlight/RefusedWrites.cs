namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// The refused writes of a stream. They are kept for the stream's life: forgetting one would turn a refusal into a success for
/// whoever asks late. The opens that each one costs bound how fast it can grow. Not thread-safe.
/// </summary>
internal sealed class RefusedWrites
{
    private readonly Dictionary<long, RefusedWrite> _all = [];
    private readonly SortedSet<long> _unreported = [];

    public void Add(RefusedWrite refused)
    {
        _all[refused.Offset] = refused;
        _unreported.Add(refused.Offset);
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
