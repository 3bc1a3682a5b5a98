using System.Diagnostics;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Time;

/// <summary>
/// Time since 1970-01-01T00:00:00Z as a number or a numeric string, possibly with a fraction or an exponent. Exact; digits past
/// the microsecond are cut.
/// </summary>
/// <param name="power">The power of ten of the microseconds in the unit of the format.</param>
/// <param name="strict">Numbers only, no strings.</param>
internal sealed class EpochFormat(int power, bool strict) : TimeFormat
{
    private readonly long _factor =
        power switch { 0 => 1, 3 or -3 => 1_000, 6 => 1_000_000, _ => throw new UnreachableException() };

    public override RecordErrorCode TryRead(in SourceValue value, out WrittenTime time)
    {
        time = default;
        if (value.Kind == ValueKind.Integer)
        {
            var scaled = power < 0 ? value.Integer / _factor : (Int128)value.Integer * _factor;
            return ToTime(scaled, out time);
        }
        if (value.Kind != ValueKind.Number && (strict || value.Kind != ValueKind.String)) return RecordErrorCode.WrongType;
        if (!DecimalText.TryParse(value.Text, out var number)) return RecordErrorCode.TimeSyntax;
        if (!number.TryScale(power, out var magnitude)) return RecordErrorCode.TimeRange;
        return ToTime(number.IsNegative ? -(Int128)magnitude : magnitude, out time);
    }

    public override bool CutsDigits(in SourceValue value)
    {
        if (value.Kind == ValueKind.Integer) return power < 0 && value.Integer % _factor != 0;
        if (!DecimalText.TryParse(value.Text, out var number)) return false;
        for (var digit = Math.Max(0, number.IntegerDigits + power); digit < number.DigitCount; digit++)
        {
            if (number.DigitAt(digit) != '0') return true;
        }
        return false;
    }

    private static RecordErrorCode ToTime(Int128 microseconds, out WrittenTime time)
    {
        time = default;
        if (microseconds < WrittenTime.MinMicroseconds || microseconds > WrittenTime.MaxMicroseconds)
        {
            return RecordErrorCode.TimeRange;
        }
        time = WrittenTime.OfInstant((long)microseconds);
        return RecordErrorCode.None;
    }
}
