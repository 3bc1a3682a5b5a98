namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// The refused writes of a stream. They are kept for the stream's life: forgetting one would turn a refusal into a success for
/// whoever asks late. The service's texts take most of the memory, and only the newest are kept. Withdrawn writes come by the
/// thousand, one after the other, so their offsets are kept as ranges. Not thread-safe.
/// </summary>
internal sealed class RefusedWrites
{
    private const int MostReasons = 64;

    private readonly Dictionary<long, RefusedWrite> _others = [];
    private readonly OffsetRanges _withdrawn = new();
    private readonly OffsetRanges _unreported = new();
    private readonly Queue<long> _reasons = [];

    /// <summary>Adds a write whose offset is beyond all others here.</summary>
    public void Add(RefusedWrite refused)
    {
        _unreported.Add(refused.Offset);
        if (refused is { Code: ZerobusErrorCode.RecordWithdrawn, RecordCount: 1 })
        {
            _withdrawn.Add(refused.Offset);
            return;
        }

        _others[refused.Offset] = refused;
        if (refused.Reason.Length == 0)
            return;
        _reasons.Enqueue(refused.Offset);
        if (_reasons.Count > MostReasons && _reasons.Dequeue() is var oldest)
            _others[oldest] = _others[oldest] with { Reason = "" };
    }

    /// <summary>Takes over what another stream remembers. Call it first.</summary>
    public void CopyFrom(RefusedWrites other)
    {
        foreach (var (offset, refused) in other._others)
            _others[offset] = refused;
        foreach (var offset in other._reasons)
            _reasons.Enqueue(offset);
        _withdrawn.CopyFrom(other._withdrawn);
        _unreported.CopyFrom(other._unreported);
    }

    /// <summary>The refusal of one write, which counts as reported from now on.</summary>
    public RefusedWrite? Take(long offset)
    {
        _unreported.Remove(offset);
        return Find(offset);
    }

    /// <summary>Those up to an offset that nobody has been told of, in offset order.</summary>
    public RefusedWrite[] TakeUnreported(long upTo) => [.. _unreported.TakeUpTo(upTo).Select(offset => Find(offset)!)];

    private RefusedWrite? Find(long offset) => _withdrawn.Contains(offset)
        ? new RefusedWrite(offset, [0], 1, "") { Code = ZerobusErrorCode.RecordWithdrawn }
        : _others.GetValueOrDefault(offset);
}
