using System.Text;
using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>
/// Builds a string or bytes whose length is not known before. The text never grows beyond what the evaluation may still cost;
/// <see cref="Finish"/> charges for it. After a method has returned false, the cost limit is exceeded.
/// </summary>
internal sealed class CelTextBuilder(CelContext context, WorkMemory memory)
{
    private readonly WorkArray<byte> _bytes = new(memory, 256);
    private int _length;

    /// <summary>The bytes so far.</summary>
    public Span<byte> Written => _bytes.Items.AsSpan(0, _length);

    /// <summary>Begins a new text.</summary>
    public CelTextBuilder Start()
    {
        _length = 0;
        return this;
    }

    public bool Append(ReadOnlySpan<byte> bytes)
    {
        if (!TryReserve(bytes.Length, out var room)) return false;
        bytes.CopyTo(room);
        _length += bytes.Length;
        return true;
    }

    public bool Append(byte value) => Append([value]);

    /// <summary>Appends text of the program, not of the input.</summary>
    public bool Append(string text)
    {
        if (!TryReserve(Encoding.UTF8.GetMaxByteCount(text.Length), out var room)) return false;
        Keep(Encoding.UTF8.GetBytes(text, room));
        return true;
    }

    /// <summary>Returns space after the text, at least <paramref name="length"/> bytes.</summary>
    public bool TryReserve(int length, out Span<byte> room)
    {
        room = default;
        var needed = (long)_length + length;
        if (needed >> 4 > context.Left || needed > Array.MaxLength)
        {
            context.Exhaust();
            return false;
        }
        _bytes.Ensure(needed, _length);
        room = _bytes.Items.AsSpan(_length);
        return true;
    }

    /// <summary>Keeps the first bytes of the space from <see cref="TryReserve"/>.</summary>
    public void Keep(int length) => _length += length;

    /// <summary>The text as a value, which the next text does not change.</summary>
    /// <param name="kind">String or bytes.</param>
    public CelValue Finish(CelKind kind = CelKind.String)
    {
        if (!context.ChargeBytes(_length)) return CelValue.Fail(CelErrorCode.CostLimit);
        Written.CopyTo(context.Reserve(_length, out var buffer, out var start));
        context.Keep(_length);
        return kind == CelKind.String ? CelValue.String(buffer, start, _length) : CelValue.Bytes(buffer, start, _length);
    }
}
