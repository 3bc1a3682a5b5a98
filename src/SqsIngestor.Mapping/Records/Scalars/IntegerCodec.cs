using System.Diagnostics;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>
/// Every integer type from numbers and decimal strings; also <c>1.0</c> and <c>1e3</c>, whose value is an integer.
/// </summary>
/// <param name="minimum">Smallest value of the type, 0 or negative.</param>
/// <param name="maximum">Largest value of the type.</param>
/// <param name="wire">The wire form.</param>
/// <param name="strict">Numbers only, no strings.</param>
internal sealed class IntegerCodec(long minimum, ulong maximum, IntegerWire wire, bool strict) : ScalarCodec
{
    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Kind == ValueKind.Integer)
        {
            // The smallest integer has no positive counterpart, but its bits are its magnitude.
            var bits = unchecked((ulong)value.Integer);
            return value.Integer < 0 ? Write(true, unchecked(0 - bits), writer) : Write(false, bits, writer);
        }
        if (value.Kind != ValueKind.Number && (strict || value.Kind != ValueKind.String)) return RecordErrorCode.WrongType;
        if (value.Escaped) return TryWriteUnescaped(value, writer);
        if (TryPlainDigits(value.Text, out var small)) return Write(false, small, writer);
        if (!DecimalText.TryParse(value.Text, out var number)) return RecordErrorCode.NumberSyntax;
        var code = number.TryToInteger(out var magnitude);
        return code == RecordErrorCode.None ? Write(number.IsNegative, magnitude, writer) : code;
    }

    public RecordErrorCode Write(bool negative, ulong magnitude, RecordWriter writer)
    {
        // -minimum overflows for the smallest int64, its complement does not.
        var limit = !negative ? maximum : minimum == 0 ? 0 : (ulong)~minimum + 1;
        if (magnitude > limit) return RecordErrorCode.NumberRange;
        var bits = negative ? unchecked(0 - magnitude) : magnitude;
        switch (wire)
        {
            case IntegerWire.Varint: writer.WriteVarint(bits); break;
            case IntegerWire.ZigZag: writer.WriteVarint((bits << 1) ^ (ulong)((long)bits >> 63)); break;
            case IntegerWire.Fixed32: writer.WriteFixed32(unchecked((uint)bits)); break;
            case IntegerWire.Fixed64: writer.WriteFixed64(bits); break;
            default: throw new UnreachableException();
        }
        return RecordErrorCode.None;
    }

    /// <summary>The common case: only digits, up to 18.</summary>
    private static bool TryPlainDigits(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        if (text.Length is 0 or > 18 || (text[0] == '0' && text.Length > 1)) return false;
        foreach (var b in text)
        {
            var digit = (uint)(b - '0');
            if (digit > 9) return false;
            value = value * 10 + digit;
        }
        return true;
    }
}

/// <summary>How an integer is written on the wire.</summary>
internal enum IntegerWire : byte
{
    Varint,
    ZigZag,
    Fixed32,
    Fixed64,
}
