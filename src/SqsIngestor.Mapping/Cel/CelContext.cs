using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel;

/// <summary>
/// What evaluations share and reuse: space for text that they make, macro variables, and the cost that is left. One
/// thread at a time. A result is valid until <see cref="Reset"/>, which the owner calls between messages.
/// </summary>
internal sealed class CelContext
{
    private readonly long _costLimit;
    private byte[] _text = new byte[256];
    private char[] _characters = [];
    private int _used;
    private long _left;

    /// <param name="costLimit">What one evaluation may cost, see <see cref="CelLimits.DefaultCost"/>.</param>
    public CelContext(long costLimit = CelLimits.DefaultCost)
    {
        _costLimit = costLimit;
        _left = costLimit;
    }

    public ICelScope Scope { get; private set; } = CelEmptyScope.Instance;

    /// <summary>Values of the macro variables, by nesting.</summary>
    public CelValue[] Locals { get; private set; } = [];

    /// <summary>The cost limit is passed; everything that is still evaluated comes to nothing.</summary>
    public bool IsExhausted => _left < 0;

    /// <summary>Gives back the space of all results so far, which must not be used any more.</summary>
    public void Reset() => _used = 0;

    public void Begin(ICelScope scope, int locals)
    {
        Scope = scope;
        _left = _costLimit;
        if (Locals.Length < locals) Locals = new CelValue[locals];
    }

    /// <summary>False when the limit is passed.</summary>
    public bool Charge(long cost)
    {
        _left -= cost;
        return _left >= 0;
    }

    /// <summary>Charges for reading or writing text.</summary>
    public bool ChargeBytes(int length) => Charge(length >> 4);

    /// <summary>Space for text; what <see cref="Keep"/> does not claim is given out again.</summary>
    public Span<byte> Reserve(int length, out byte[] buffer, out int start)
    {
        if (_text.Length - _used < length)
        {
            // Results so far go on living in the old array.
            _text = new byte[Math.Max(length, _text.Length * 2)];
            _used = 0;
        }
        (buffer, start) = (_text, _used);
        return buffer.AsSpan(start, length);
    }

    public void Keep(int length) => _used += length;

    /// <summary>Space for UTF-16 that is used at once.</summary>
    public Span<char> Characters(int length)
    {
        if (_characters.Length < length) _characters = new char[Math.Max(length, 256)];
        return _characters.AsSpan(0, length);
    }
}
