namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// Keeps segments that one stream has emptied, so that a steady flow allocates none. Not thread-safe: it lives under its
/// stream's lock.
/// </summary>
internal sealed class SegmentPool(int mostRetained)
{
    // Large enough for the large object heap, where nothing is ever copied by the collector.
    public const int SegmentBytes = 256 * 1024;

    private readonly Stack<byte[]> _free = new();

    public byte[] Rent() => _free.TryPop(out var segment) ? segment : GC.AllocateUninitializedArray<byte>(SegmentBytes);

    public void Return(byte[] segment)
    {
        if (_free.Count < mostRetained)
            _free.Push(segment);
    }
}
