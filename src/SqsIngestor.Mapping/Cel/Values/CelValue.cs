using System.Runtime.CompilerServices;
using System.Text;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>
/// A value of the expression language without an object of its own: numbers are held, text and JSON are referred to
/// where they lie. It is valid until the tape or the context that it refers to is used for the next message.
/// </summary>
internal readonly partial struct CelValue
{
    private readonly object? _reference;
    private readonly long _bits;
    private readonly int _extra;
    private readonly CelErrorCode _code;

    private CelValue(CelKind kind, object? reference, long bits, int extra = 0, CelErrorCode code = CelErrorCode.None)
    {
        Kind = kind;
        _reference = reference;
        _bits = bits;
        _extra = extra;
        _code = code;
    }

    public CelKind Kind { get; }

    public bool IsError => Kind == CelKind.Error;

    public bool IsMissing => Kind == CelKind.Missing;

    /// <summary>True for a bool that is true.</summary>
    public bool IsTrue => Kind == CelKind.Bool && _bits != 0;

    /// <summary>True for a bool that is false.</summary>
    public bool IsFalse => Kind == CelKind.Bool && _bits == 0;

    public long AsInt => _bits;

    public ulong AsUint => (ulong)_bits;

    public double AsDouble => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>Of an error: why.</summary>
    public CelErrorCode ErrorCode => _code;

    /// <summary>Of an error: the offset in the expression's text at which it arose, in UTF-16 code units.</summary>
    public int ErrorOffset => _extra;

    /// <summary>Of a timestamp: whole seconds since 1970-01-01T00:00:00Z, rounded down.</summary>
    public long Seconds => _bits;

    /// <summary>Of a timestamp: nanoseconds after <see cref="Seconds"/>, 0 to 999,999,999.</summary>
    public int Nanoseconds => _extra;

    /// <summary>Of a timestamp: microseconds since 1970-01-01T00:00:00Z; digits past the microsecond are cut.</summary>
    public long UnixMicroseconds => (_bits * 1_000_000) + (_extra / 1000);

    /// <summary>Of a duration: nanoseconds.</summary>
    public long DurationNanoseconds => _bits;

    /// <summary>Of a type: its name.</summary>
    public string TypeName => (string)_reference!;

    /// <summary>Of a string: its UTF-8. Of bytes: they.</summary>
    public ReadOnlySpan<byte> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _reference is byte[] bytes
            ? new ReadOnlySpan<byte>(bytes, (int)_bits, _extra)
            : ((JsonTape)_reference!).Raw((int)_bits);
    }

    /// <summary>Of a list or map that stands on a tape: that tape; otherwise null.</summary>
    public JsonTape? Tape => _reference as JsonTape;

    /// <summary>Of a list or map that stands on a tape: its node.</summary>
    public int Node => (int)_bits;

    /// <summary>Of a list that an expression made: its elements.</summary>
    public ReadOnlySpan<CelValue> Elements => new((CelValue[])_reference!, 0, _extra);

    /// <summary>Of a list that an expression made: the array that holds its elements, and perhaps more after them.</summary>
    public CelValue[] ElementArray => (CelValue[])_reference!;

    /// <summary>Of a map that an expression made: it.</summary>
    public CelMap Map => (CelMap)_reference!;

    /// <summary>For a debugger, and without anything of the input.</summary>
    public override string ToString() => Kind == CelKind.Error ? $"Error {CelErrorText.Code(_code)}" : Kind.ToString();

    /// <summary>The text of a string, for tests and messages about the expression itself.</summary>
    public string GetString() => Encoding.UTF8.GetString(Span);
}
