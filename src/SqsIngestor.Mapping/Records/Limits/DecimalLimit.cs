using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Records.Limits;

/// <summary>Decimal numbers as text, in a string field: DECIMAL(precision, scale).</summary>
/// <param name="Precision">The most digits, 1 to 38.</param>
/// <param name="Scale">The digits of these that are after the point, 0 to <paramref name="Precision"/>.</param>
public sealed record DecimalLimit(int Precision, int Scale) : ValueLimit
{
    internal override RecordErrorCode Check(ReadOnlySpan<byte> wire, CodecArrays arrays)
    {
        var text = Text(wire);
        if (!DecimalText.TryParse(text, out var number) || text.ContainsAny("eE"u8)) return RecordErrorCode.DecimalSyntax;
        var first = number.FirstSignificant();
        if (number.IntegerDigits - first > Precision - Scale) return RecordErrorCode.DecimalPrecision;
        for (var i = number.IntegerDigits + Scale; i < number.DigitCount; i++)
        {
            if (number.DigitAt(i) != '0') return RecordErrorCode.DecimalScale;
        }
        return RecordErrorCode.None;
    }
}
