namespace SqsIngestor.Pipeline.Deduplication;

/// <summary>
/// Rows of one message by their index: a bit each, because a message may have many rows and the memory many messages. Immutable.
/// </summary>
internal sealed class RowSet
{
    private readonly ulong[] _bits;

    private RowSet(ulong[] bits) => _bits = bits;

    /// <summary>No row.</summary>
    public static RowSet Empty { get; } = new([]);

    /// <summary>How many rows it has.</summary>
    public int Count => _bits.Sum(static bits => System.Numerics.BitOperations.PopCount(bits));

    /// <summary>Whether it has a row.</summary>
    public bool Contains(int row) => row / 64 < _bits.Length && (_bits[row / 64] & (1UL << (row % 64))) != 0;

    /// <summary>These rows and those of another set.</summary>
    public RowSet With(RowSet other)
    {
        if (other._bits.Length == 0) return this;
        var bits = new ulong[Math.Max(_bits.Length, other._bits.Length)];
        _bits.CopyTo(bits, 0);
        for (var i = 0; i < other._bits.Length; i++) bits[i] |= other._bits[i];
        return new(bits);
    }

    /// <summary>These rows and others.</summary>
    public RowSet With(IEnumerable<int> rows)
    {
        var bits = _bits;
        foreach (var row in rows)
        {
            if (ReferenceEquals(bits, _bits)) bits = [.. _bits];
            if (row / 64 >= bits.Length) Array.Resize(ref bits, Math.Max(row / 64 + 1, bits.Length * 2));
            bits[row / 64] |= 1UL << (row % 64);
        }
        return ReferenceEquals(bits, _bits) ? this : new(bits);
    }
}
