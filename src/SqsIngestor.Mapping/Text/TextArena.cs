using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Text;

/// <summary>
/// Space for text that is created while one message is encoded. Claimed bytes do not move until <see cref="Reset"/>, even if the
/// arena grows.
/// </summary>
/// <param name="most">The most bytes; beyond, the message fails.</param>
internal sealed class TextArena(int most)
{
    private byte[] _chunk = new byte[4096];
    private int _used;

    // Bytes of the earlier chunks that values of this message refer to.
    private long _earlier;

    /// <summary>Bytes of its memory.</summary>
    public int Size => _chunk.Length;

    /// <summary>Bytes that values of this message take.</summary>
    public long Used => _earlier + _used;

    /// <summary>
    /// Room for at least <paramref name="length"/> bytes; bytes that <see cref="Keep"/> does not claim are used again.
    /// </summary>
    public Span<byte> Reserve(int length)
    {
        if (_chunk.Length - _used < length)
        {
            // Existing values still refer to the old array.
            _earlier += _used;
            _chunk = new byte[MessageMemory.Grow(_chunk.Length, _earlier + length, most)];
            _used = 0;
        }
        return _chunk.AsSpan(_used);
    }

    /// <summary>Claims the first bytes of the last reservation.</summary>
    public ReadOnlySpan<byte> Keep(int length)
    {
        var kept = _chunk.AsSpan(_used, length);
        _used += length;
        return kept;
    }

    /// <summary>Exactly <paramref name="length"/> bytes, claimed at once.</summary>
    public Span<byte> Claim(int length)
    {
        var claimed = Reserve(length)[..length];
        _used += length;
        return claimed;
    }

    public void Reset() => (_used, _earlier) = (0, 0);
}
