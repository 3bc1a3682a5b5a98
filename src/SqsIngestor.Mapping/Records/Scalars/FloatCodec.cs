using System.Buffers.Text;
using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>float and double from numbers, numeric strings, NaN, Infinity and -Infinity.</summary>
/// <param name="isDouble">double, not float.</param>
/// <param name="strict">Numbers only, no strings.</param>
internal sealed class FloatCodec(bool isDouble, bool strict) : ScalarCodec
{
    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Kind == ValueKind.Integer)
        {
            Span<byte> text = stackalloc byte[20];
            Utf8Formatter.TryFormat(value.Integer, text, out var length);
            Write(value.Integer, value.Integer, text[..length], writer);
            return RecordErrorCode.None;
        }
        if (value.Kind != ValueKind.Number && (strict || value.Kind != ValueKind.String)) return RecordErrorCode.WrongType;
        if (value.Escaped) return TryWriteUnescaped(value, writer);
        if (value.Kind == ValueKind.String && TryName(value.Text, out var special))
        {
            Write(special, (float)special, value.Text, writer);
            return RecordErrorCode.None;
        }
        if (!DecimalText.TryParse(value.Text, out var digits)) return RecordErrorCode.NumberSyntax;
        // Parsed at the field's own precision: going through double would round twice.
        var wide = 0.0;
        if (isDouble && !digits.TryToDouble(out wide))
            wide = double.Parse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        var narrow = isDouble ? 0 : float.Parse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsInfinity(wide) || float.IsInfinity(narrow)) return RecordErrorCode.NumberRange;
        // Too small a number would become 0.
        if (wide == 0 && narrow == 0 && digits.FirstSignificant() < digits.DigitCount) return RecordErrorCode.NumberRange;
        Write(wide, narrow, value.Text, writer);
        return RecordErrorCode.None;
    }

    private static bool TryName(ReadOnlySpan<byte> text, out double value)
    {
        value = text.SequenceEqual("NaN"u8) ? double.NaN
            : text.SequenceEqual("Infinity"u8) ? double.PositiveInfinity
            : text.SequenceEqual("-Infinity"u8) ? double.NegativeInfinity : 0;
        return value != 0;
    }

    private void Write(double wide, float narrow, ReadOnlySpan<byte> text, RecordWriter writer)
    {
        if (writer.LosesDigits is { } lost && !Holds(text, wide, narrow)) lost();
        if (isDouble) writer.WriteFixed64(BitConverter.DoubleToUInt64Bits(wide));
        else writer.WriteFixed32(BitConverter.SingleToUInt32Bits(narrow));
    }

    /// <summary>Whether who reads the number sees all digits of the text.</summary>
    private bool Holds(ReadOnlySpan<byte> text, double wide, float narrow)
    {
        Span<byte> held = stackalloc byte[32];
        var length = 0;
        var isWritten = isDouble
            ? wide.TryFormat(held, out length, default, CultureInfo.InvariantCulture)
            : narrow.TryFormat(held, out length, default, CultureInfo.InvariantCulture);
        // NaN and infinities have no digits.
        return !isWritten || !DecimalText.TryParse(held[..length], out var read) || !DecimalText.TryParse(text, out var digits)
            || DecimalText.Compare(digits, read) == 0;
    }
}
