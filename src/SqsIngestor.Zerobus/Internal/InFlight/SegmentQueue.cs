namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// Bytes in, first in first out, kept in segments of one size. A byte is addressed by its position since the beginning, which
/// never changes while it is here.
/// </summary>
internal sealed class SegmentQueue(SegmentPool pool)
{
    private readonly Ring<byte[]> _segments = new();
    private long _firstSegment;

    /// <summary>The position after the last byte.</summary>
    public long End { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var at = (int)(End % SegmentPool.SegmentBytes);
            if (at == 0)
                _segments.Add(pool.Rent());

            var length = Math.Min(bytes.Length, SegmentPool.SegmentBytes - at);
            bytes[..length].CopyTo(_segments[_segments.Count - 1].AsSpan(at));
            bytes = bytes[length..];
            End += length;
        }
    }

    public byte ByteAt(long position) =>
        _segments[IndexOf(position)][(int)(position % SegmentPool.SegmentBytes)];

    /// <summary>Adds the pieces that hold the given stretch to a list.</summary>
    public void Slice(long start, int length, List<ReadOnlyMemory<byte>> pieces)
    {
        while (length > 0)
        {
            var at = (int)(start % SegmentPool.SegmentBytes);
            var piece = Math.Min(length, SegmentPool.SegmentBytes - at);
            pieces.Add(_segments[IndexOf(start)].AsMemory(at, piece));
            start += piece;
            length -= piece;
        }
    }

    /// <summary>A copy of the given stretch.</summary>
    public byte[] Copy(long start, int length)
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        Slice(start, length, pieces);
        var copy = new byte[length];
        var at = 0;
        foreach (var piece in pieces)
        {
            piece.CopyTo(copy.AsMemory(at));
            at += piece.Length;
        }

        return copy;
    }

    /// <summary>Forgets everything before the position.</summary>
    public void ReleaseTo(long position)
    {
        for (; _firstSegment < position / SegmentPool.SegmentBytes; _firstSegment++)
            pool.Return(_segments.RemoveFirst());
    }

    private int IndexOf(long position) => (int)(position / SegmentPool.SegmentBytes - _firstSegment);
}

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
