using System.Runtime.CompilerServices;
using System.Text;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>
/// A value at run time. It allocates nothing: it holds numbers, and refers to text and JSON where they are. It is valid
/// until its tape or its context is used for the next message. Read a property only for the kinds that it names.
/// </summary>
internal readonly struct CelValue
{
    /// <summary>The byte after the digits that <see cref="WithDigits(byte[], int)"/> takes.</summary>
    public const byte EndOfDigits = 0;

    private readonly object? _reference;
    private readonly long _bits;
    private readonly int _extra;
    private readonly CelErrorCode _code;
    private readonly CelKind _inner;
    private readonly byte _wrappers;

    private CelValue(CelKind kind, object? reference, long bits, int extra = 0, CelErrorCode code = CelErrorCode.None)
    {
        Kind = kind;
        _reference = reference;
        _bits = bits;
        _extra = extra;
        _code = code;
    }

    private CelValue(in CelValue inner, CelKind kind, CelKind innerKind, int wrappers)
    {
        this = inner;
        Kind = kind;
        _inner = innerKind;
        _wrappers = (byte)wrappers;
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

    /// <summary>
    /// The digits of an int or double that came from the input and that may lose some of them; empty for other numbers. An
    /// expression that only passes the number on gives these.
    /// </summary>
    public ReadOnlySpan<byte> Digits => _reference switch
    {
        JsonTape tape => tape.Raw(_extra),
        byte[] digits => digits.AsSpan(_extra, digits.AsSpan(_extra).IndexOf(EndOfDigits)),
        _ => default,
    };

    /// <summary>The cause of an error.</summary>
    public CelErrorCode ErrorCode => _code;

    /// <summary>The offset of an error in the expression's text, in UTF-16 code units; -1 if unknown.</summary>
    public int ErrorOffset => _extra;

    /// <summary>The function or operator that does not accept the types of its arguments; null for other errors.</summary>
    public string? RefusedBy => Kind == CelKind.Error ? _reference as string : null;

    /// <summary>The kind of an argument that <see cref="RefusedBy"/> does not accept; missing after the last one.</summary>
    public CelKind RefusedKind(int argument) => (CelKind)(byte)(_bits >> (8 * argument));

    /// <summary>Whole seconds of a timestamp since 1970-01-01T00:00:00Z, rounded down.</summary>
    public long Seconds => _bits;

    /// <summary>Nanoseconds of a timestamp after <see cref="Seconds"/>, 0 to 999,999,999.</summary>
    public int Nanoseconds => _extra;

    /// <summary>Microseconds of a timestamp since 1970-01-01T00:00:00Z; digits past the microsecond are cut.</summary>
    public long UnixMicroseconds => (_bits * 1_000_000) + (_extra / 1000);

    /// <summary>The nanoseconds of a duration.</summary>
    public long DurationNanoseconds => _bits;

    /// <summary>The name of a type.</summary>
    public string TypeName => (string)_reference!;

    /// <summary>A string's UTF-8, or the bytes.</summary>
    public ReadOnlySpan<byte> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _reference is byte[] bytes
            ? new ReadOnlySpan<byte>(bytes, (int)_bits, _extra)
            : ((JsonTape)_reference!).Raw((int)_bits);
    }

    /// <summary>A part of a string or of bytes. Shares the memory.</summary>
    public CelValue Slice(int start, int length) => _reference is JsonTape tape
        ? new(Kind, tape.Source, tape[(int)_bits].Start + start, length)
        : new(Kind, _reference, _bits + start, length);

    /// <summary>The tape of a list or map of the input; null for one that an expression made.</summary>
    public JsonTape? Tape => _reference as JsonTape;

    /// <summary>The node of a list or map of the input on <see cref="Tape"/>.</summary>
    public int Node => (int)_bits;

    /// <summary>The elements of a list that an expression made.</summary>
    public ReadOnlySpan<CelValue> Elements => new((CelValue[])_reference!, 0, _extra);

    /// <summary>The array that holds the elements of a list that an expression made, and unused slots after them.</summary>
    public CelValue[] ElementArray => (CelValue[])_reference!;

    /// <summary>The keys and values of a map that an expression made.</summary>
    public CelMap Map => (CelMap)_reference!;

    /// <summary>Whether an optional has a value.</summary>
    public bool HasValue => _inner != CelKind.Missing || _wrappers > 1;

    /// <summary>The value of an optional that has one.</summary>
    public CelValue Unwrapped => _wrappers > 1
        ? new CelValue(this, CelKind.Optional, _inner, _wrappers - 1)
        : new CelValue(this, _inner, CelKind.Missing, 0);

    /// <summary>The optional that has no value.</summary>
    public static CelValue None => Missing.Wrap();

    /// <summary>No value: the place of the input is empty.</summary>
    public static CelValue Missing => default;

    public static CelValue Null => new(CelKind.Null, null, 0);

    public static CelValue Bool(bool value) => new(CelKind.Bool, null, value ? 1 : 0);

    public static CelValue Int(long value) => new(CelKind.Int, null, value);

    public static CelValue Uint(ulong value) => new(CelKind.Uint, null, (long)value);

    public static CelValue Double(double value) => new(CelKind.Double, null, BitConverter.DoubleToInt64Bits(value));

    /// <summary>The int or double with its digits: a number on a tape, or a string of digits without escapes.</summary>
    public CelValue WithDigits(JsonTape tape, int node) => new(Kind, tape, _bits, node);

    /// <summary>The int or double with its digits, which end at <see cref="EndOfDigits"/>.</summary>
    public CelValue WithDigits(byte[] source, int start) => new(Kind, source, _bits, start);

    /// <summary>A string by its UTF-8, which must be valid.</summary>
    public static CelValue String(byte[] utf8, int start, int length) => new(CelKind.String, utf8, start, length);

    public static CelValue String(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return String(utf8, 0, utf8.Length);
    }

    public static CelValue Bytes(byte[] source, int start, int length) => new(CelKind.Bytes, source, start, length);

    /// <summary>A timestamp between the years 1 and 9999, otherwise an error.</summary>
    public static CelValue Timestamp(long seconds, int nanoseconds) =>
        seconds is < CelCalendar.MinSeconds or > CelCalendar.MaxSeconds
            ? Fail(CelErrorCode.OutOfRange)
            : new(CelKind.Timestamp, null, seconds, nanoseconds);

    /// <param name="microseconds">Since 1970-01-01T00:00:00Z.</param>
    public static CelValue TimestampFromUnixMicroseconds(long microseconds)
    {
        var (seconds, rest) = CelCalendar.DivideDown(microseconds, 1_000_000);
        return Timestamp(seconds, (int)rest * 1000);
    }

    /// <param name="nanoseconds">Any number; about 292 years each way.</param>
    public static CelValue Duration(long nanoseconds) => new(CelKind.Duration, null, nanoseconds);

    /// <param name="name">A name from <see cref="CelTypeNames"/>.</param>
    public static CelValue TypeOf(string name) => new(CelKind.Type, name, 0);

    /// <param name="elements">The array is kept, not copied.</param>
    /// <param name="count">How many of its elements belong to the list.</param>
    public static CelValue List(CelValue[] elements, int count) => new(CelKind.List, elements, 0, count);

    public static CelValue FromMap(CelMap map) => new(CelKind.Map, map, 0);

    /// <summary>A string without escapes, a list or a map that stays on the tape.</summary>
    public static CelValue OnTape(CelKind kind, JsonTape tape, int node) => new(kind, tape, node);

    /// <summary>An error without a place, see <see cref="At"/>.</summary>
    public static CelValue Fail(CelErrorCode code) => new(CelKind.Error, null, 0, -1, code);

    /// <summary>The error of a function or operator that does not accept the types of its arguments, without a place.</summary>
    /// <param name="user">The name of the function, or the symbol of the operator.</param>
    /// <param name="arguments">At most <see cref="Functions.CelArguments.Most"/>.</param>
    public static CelValue Refuse(string user, params ReadOnlySpan<CelValue> arguments)
    {
        var kinds = 0L;
        for (var i = 0; i < arguments.Length; i++) kinds |= (long)arguments[i].Kind << (8 * i);
        return new(CelKind.Error, user, kinds, -1, CelErrorCode.NoMatchingOverload);
    }

    /// <summary>An optional of this value, which is not an error; of a missing value, <see cref="None"/>.</summary>
    public CelValue Wrap()
    {
        if (Kind != CelKind.Optional) return new(this, CelKind.Optional, Kind, 1);
        return _wrappers < byte.MaxValue ? new(this, Kind, _inner, _wrappers + 1) : Fail(CelErrorCode.DepthLimit);
    }

    /// <summary>A string as bytes, or bytes that hold valid UTF-8 as a string. Shares the memory.</summary>
    public CelValue WithKind(CelKind kind) => new(kind, _reference, _bits, _extra);

    /// <summary>The error with what refused its arguments, if that is the error and is not known. Other errors stay.</summary>
    /// <param name="user">The name of the function, or the symbol of the operator.</param>
    /// <param name="arguments">At most <see cref="Functions.CelArguments.Most"/>.</param>
    public CelValue RefusedIn(string user, params ReadOnlySpan<CelValue> arguments) =>
        _code == CelErrorCode.NoMatchingOverload && _reference is null && _extra < 0 ? Refuse(user, arguments) : this;

    /// <summary>The error with this place, unless it has one. Other values stay as they are.</summary>
    /// <param name="offset">UTF-16 code units from the start of the expression's text.</param>
    public CelValue At(int offset) =>
        Kind != CelKind.Error || _extra >= 0 ? this : new(CelKind.Error, _reference, _bits, offset, _code);

    /// <summary>Only the kind, so that a debugger or a log never shows input.</summary>
    public override string ToString() => Kind == CelKind.Error ? $"Error {CelErrors.Of(_code).Name}" : Kind.ToString();

    /// <summary>A string's text, copied. For constants of the expression and for tests, not for input.</summary>
    public string GetString() => Encoding.UTF8.GetString(Span);
}
