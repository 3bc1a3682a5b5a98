namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// Bytes in, first in first out, kept in segments of one size. A byte is addressed by its position since the beginning, which
/// never changes while it is here.
/// </summary>
internal sealed class SegmentQueue(BudgetShare share)
{
    private readonly Ring<byte[]> _segments = new();
    private long _firstSegment;

    /// <summary>The position after the last byte.</summary>
    public long End { get; private set; }

    /// <summary>How many segments so many more bytes need. They must be taken from the budget before they are appended.</summary>
    public int SegmentsFor(long bytes) => (int)(SegmentsBefore(End + bytes) - SegmentsBefore(End));

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var at = (int)(End % SegmentPool.SegmentBytes);
            if (at == 0)
                _segments.Add(share.Rent());

            var length = Math.Min(bytes.Length, SegmentPool.SegmentBytes - at);
            bytes[..length].CopyTo(_segments[_segments.Count - 1].AsSpan(at));
            bytes = bytes[length..];
            End += length;
        }
    }

    /// <summary>Where the next bytes go, up to the end of a segment; empty if they begin one.</summary>
    public Span<byte> Room() =>
        (int)(End % SegmentPool.SegmentBytes) is > 0 and var at ? _segments[_segments.Count - 1].AsSpan(at) : default;

    /// <summary>So many bytes were written to <see cref="Room"/>.</summary>
    public void Filled(int bytes) => End += bytes;

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
            share.Return(_segments.RemoveFirst());
    }

    /// <summary>Forgets everything. The next byte begins a new segment.</summary>
    public void ReleaseAll()
    {
        End = SegmentsBefore(End) * SegmentPool.SegmentBytes;
        ReleaseTo(End);
    }

    /// <summary>
    /// Forgets everything, without giving segments to other streams: a connection may still read them. The share must leave.
    /// </summary>
    public void Drop()
    {
        while (_segments.Count > 0)
            _segments.RemoveFirst();
        End = _firstSegment = 0;
    }

    private static long SegmentsBefore(long position) =>
        (position + SegmentPool.SegmentBytes - 1) / SegmentPool.SegmentBytes;

    private int IndexOf(long position) => (int)(position / SegmentPool.SegmentBytes - _firstSegment);
}
