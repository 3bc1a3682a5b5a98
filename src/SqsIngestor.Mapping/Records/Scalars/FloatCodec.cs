using System.Buffers.Binary;
using System.Globalization;
using System.Text;
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
            Write(value.Integer, value.Integer, writer);
            if (writer.Losses is not null) NoteLoss(value.Integer.ToString(CultureInfo.InvariantCulture), writer);
            return RecordErrorCode.None;
        }
        if (value.Kind != ValueKind.Number && (strict || value.Kind != ValueKind.String)) return RecordErrorCode.WrongType;
        if (value.Escaped) return TryWriteUnescaped(value, writer);
        if (value.Kind == ValueKind.String && TryName(value.Text, out var special))
        {
            Write(special, (float)special, writer);
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
        Write(wide, narrow, writer);
        if (writer.Losses is not null) NoteLoss(Encoding.UTF8.GetString(value.Text), writer);
        return RecordErrorCode.None;
    }

    /// <summary>Notes a number of which what was just written is not all digits.</summary>
    private void NoteLoss(string number, RecordWriter writer)
    {
        var held = isDouble
            ? BinaryPrimitives.ReadDoubleLittleEndian(writer.WrittenSpan[^sizeof(double)..])
            : BinaryPrimitives.ReadSingleLittleEndian(writer.WrittenSpan[^sizeof(float)..]);
        var shortest = isDouble
            ? held.ToString(CultureInfo.InvariantCulture)
            : ((float)held).ToString(CultureInfo.InvariantCulture);
        if (!ExactDigits.AreHeld(number, held, shortest)) writer.Losses!.Add(ValueLoss.Digits, writer.Position);
    }

    private static bool TryName(ReadOnlySpan<byte> text, out double value)
    {
        value = text.SequenceEqual("NaN"u8) ? double.NaN
            : text.SequenceEqual("Infinity"u8) ? double.PositiveInfinity
            : text.SequenceEqual("-Infinity"u8) ? double.NegativeInfinity : 0;
        return value != 0;
    }

    private void Write(double wide, float narrow, RecordWriter writer)
    {
        if (isDouble) writer.WriteFixed64(BitConverter.DoubleToUInt64Bits(wide));
        else writer.WriteFixed32(BitConverter.SingleToUInt32Bits(narrow));
    }
}
