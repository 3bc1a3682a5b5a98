using System.Runtime.InteropServices;

namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// A set of offsets, kept as ranges: its memory grows with the number of gaps, not of offsets. Not thread-safe.
/// </summary>
internal sealed class OffsetRanges
{
    // In order, without overlaps.
    private readonly List<(long First, long Last)> _ranges = [];

    /// <summary>How many ranges without a gap it has.</summary>
    public int RangeCount => _ranges.Count;

    /// <summary>Adds an offset, which must be larger than all others; this is not checked.</summary>
    public void Add(long offset)
    {
        if (_ranges.Count > 0 && _ranges[^1] is var (first, last) && last + 1 == offset)
            _ranges[^1] = (first, offset);
        else
            _ranges.Add((offset, offset));
    }

    /// <summary>Adds the offsets of another set, which must be larger than all others; this is not checked.</summary>
    public void CopyFrom(OffsetRanges other) => _ranges.AddRange(other._ranges);

    /// <summary>Whether the offset is in the set.</summary>
    public bool Contains(long offset) => IndexOf(offset) >= 0;

    /// <summary>Removes an offset, if it is there.</summary>
    public void Remove(long offset)
    {
        if (IndexOf(offset) is not (>= 0 and var index))
            return;
        var (first, last) = _ranges[index];
        if (first == last)
        {
            _ranges.RemoveAt(index);
            return;
        }

        _ranges[index] = offset == first ? (first + 1, last) : (first, offset - 1);
        if (offset > first && offset < last)
            _ranges.Insert(index + 1, (offset + 1, last));
    }

    /// <summary>Removes and returns all offsets up to and including one, in order.</summary>
    public List<long> TakeUpTo(long offset)
    {
        var taken = new List<long>();
        var whole = 0;
        foreach (ref var range in CollectionsMarshal.AsSpan(_ranges))
        {
            for (; range.First <= Math.Min(range.Last, offset); range.First++)
                taken.Add(range.First);
            if (range.First <= range.Last)
                break;
            whole++;
        }

        _ranges.RemoveRange(0, whole);
        return taken;
    }

    private int IndexOf(long offset)
    {
        var (low, high) = (0, _ranges.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (offset < _ranges[middle].First)
                high = middle - 1;
            else if (offset > _ranges[middle].Last)
                low = middle + 1;
            else
                return middle;
        }

        return -1;
    }
}
