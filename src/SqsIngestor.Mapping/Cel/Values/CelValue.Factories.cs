using System.Text;

namespace SqsIngestor.Mapping.Cel.Values;

internal readonly partial struct CelValue
{
    /// <summary>The place holds nothing.</summary>
    public static CelValue Missing => default;

    public static CelValue Null => new(CelKind.Null, null, 0);

    public static CelValue Bool(bool value) => new(CelKind.Bool, null, value ? 1 : 0);

    public static CelValue Int(long value) => new(CelKind.Int, null, value);

    public static CelValue Uint(ulong value) => new(CelKind.Uint, null, (long)value);

    public static CelValue Double(double value) => new(CelKind.Double, null, BitConverter.DoubleToInt64Bits(value));

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

    public static CelValue Duration(long nanoseconds) => new(CelKind.Duration, null, nanoseconds);

    public static CelValue TypeOf(string name) => new(CelKind.Type, name, 0);

    public static CelValue List(CelValue[] elements, int count) => new(CelKind.List, elements, 0, count);

    public static CelValue FromMap(CelMap map) => new(CelKind.Map, map, 0);

    public static CelValue Fail(CelErrorCode code) => new(CelKind.Error, null, 0, -1, code);

    /// <summary>The same text as bytes, or bytes that are known to be text as a string.</summary>
    public CelValue WithKind(CelKind kind) => new(kind, _reference, _bits, _extra);

    /// <summary>The same error, said to have arisen here unless it is known to have arisen elsewhere.</summary>
    public CelValue At(int offset) => Kind != CelKind.Error || _extra >= 0 ? this : new(CelKind.Error, null, 0, offset, _code);
}
