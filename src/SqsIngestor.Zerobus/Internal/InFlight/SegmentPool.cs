namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// Free segments, so that a steady flow allocates none. It keeps as many as were in use in this window or the one before, and
/// gives the rest to the collector. Not thread-safe: the budget's lock guards it.
/// </summary>
internal sealed class SegmentPool(TimeProvider clock)
{
    // Large enough for the large object heap, where nothing is ever copied by the collector.
    public const int SegmentBytes = 256 * 1024;

    // What a trickle needs is not given back.
    private const int Least = 4;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly Stack<byte[]> _free = new();
    private long _since = clock.GetTimestamp();
    private long _peak;
    private long _earlierPeak;

    /// <summary>Free segments.</summary>
    public int Free => _free.Count;

    /// <summary>Bytes of the segments that were given to the collector so far.</summary>
    public long Trimmed { get; private set; }

    public byte[] Rent() => _free.TryPop(out var segment) ? segment : GC.AllocateUninitializedArray<byte>(SegmentBytes);

    /// <summary>So many segments are in use now.</summary>
    public void RecordUse(long used)
    {
        if (clock.GetElapsedTime(_since) is var passed && passed >= Window)
        {
            _earlierPeak = passed < 2 * Window ? _peak : 0;
            _peak = 0;
            _since = clock.GetTimestamp();
        }

        _peak = Math.Max(_peak, used);
    }

    /// <summary>Takes a segment back.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="used">Segments that are still in use.</param>
    public void Return(byte[] segment, long used)
    {
        RecordUse(used);
        _free.Push(segment);
        TrimTo(Math.Max(Least, Math.Max(_peak, _earlierPeak)) - used);
    }

    /// <summary>Keeps so many free segments at the most.</summary>
    public void TrimTo(long most)
    {
        while (_free.Count > 0 && _free.Count > most)
        {
            _free.Pop();
            Trimmed += SegmentBytes;
        }
    }
}
