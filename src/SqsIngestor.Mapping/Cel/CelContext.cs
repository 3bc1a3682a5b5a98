using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel;

/// <summary>
/// State that evaluations share and reuse: buffers for text, macro variables, and the remaining cost. Not thread-safe. A result
/// is valid until <see cref="Reset"/>, which the owner calls between messages.
/// </summary>
internal sealed class CelContext
{
    private readonly long _costLimit;
    private byte[] _text = new byte[256];
    private char[] _characters = [];
    private int _used;
    private long _left;

    /// <param name="costLimit">The most that one evaluation may cost, see <see cref="CelLimits.DefaultCost"/>.</param>
    public CelContext(long costLimit = CelLimits.DefaultCost)
    {
        _costLimit = costLimit;
        _left = costLimit;
    }

    /// <summary>The variables of the current evaluation.</summary>
    public ICelScope Scope { get; private set; } = CelEmptyScope.Instance;

    /// <summary>The values of macro variables, the outermost first.</summary>
    public CelValue[] Locals { get; private set; } = [];

    /// <summary>The evaluation has exceeded its cost limit; its result will be an error.</summary>
    public bool IsExhausted => _left < 0;

    /// <summary>Frees the buffers of all results so far. Do not use those results any more.</summary>
    public void Reset() => _used = 0;

    /// <summary>Starts an evaluation with the full cost limit.</summary>
    /// <param name="scope">The variables.</param>
    /// <param name="locals">How many macro variables the program needs at a time.</param>
    public void Begin(ICelScope scope, int locals)
    {
        Scope = scope;
        _left = _costLimit;
        if (Locals.Length < locals) Locals = new CelValue[locals];
    }

    /// <summary>What the evaluation may still cost.</summary>
    public long Left => _left;

    /// <summary>Builds text of unknown length, for one function at a time.</summary>
    public CelTextBuilder Text => field ??= new(this);

    /// <summary>Charges a cost; false when it exceeds the limit.</summary>
    public bool Charge(long cost)
    {
        _left -= cost;
        return _left >= 0;
    }

    /// <summary>Charges for reading or writing this many bytes of text.</summary>
    public bool ChargeBytes(int length) => Charge(length >> 4);

    /// <summary>Returns space for text. The next call reuses what <see cref="Keep"/> does not claim.</summary>
    public Span<byte> Reserve(int length, out byte[] buffer, out int start)
    {
        if (_text.Length - _used < length)
        {
            // Earlier results keep the old array.
            _text = new byte[Math.Max(length, _text.Length * 2)];
            _used = 0;
        }
        (buffer, start) = (_text, _used);
        return buffer.AsSpan(start, length);
    }

    /// <summary>Claims the first bytes of the space from <see cref="Reserve"/>.</summary>
    public void Keep(int length) => _used += length;

    /// <summary>Space for UTF-16 that the caller uses before the next call.</summary>
    public Span<char> Characters(int length)
    {
        if (_characters.Length < length) _characters = new char[Math.Max(length, 256)];
        return _characters.AsSpan(0, length);
    }
}
