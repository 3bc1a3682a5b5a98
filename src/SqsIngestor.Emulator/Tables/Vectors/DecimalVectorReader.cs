using System.Globalization;

namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>DECIMAL: a <see cref="decimal"/>, or plain digits when the type has more than 28 of them.</summary>
internal sealed unsafe class DecimalVectorReader(IntPtr vector, int precision, int scale) : VectorReader(vector)
{
    private const int LongestDecimal = 28;

    protected override object ReadValue(ulong row)
    {
        var unscaled = precision switch
        {
            <= 4 => *Cell<short>(row),
            <= 9 => *Cell<int>(row),
            <= 18 => *Cell<long>(row),
            _ => HugeInt.Read(Cell<HugeInt>(row)),
        };
        var text = Plain(unscaled);
        return precision <= LongestDecimal ? decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture) : text;
    }

    private string Plain(Int128 unscaled)
    {
        var digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var sign = unscaled < 0 ? "-" : "";
        return scale == 0 ? $"{sign}{digits}" : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }
}
