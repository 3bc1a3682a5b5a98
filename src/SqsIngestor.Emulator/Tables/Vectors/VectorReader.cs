using System.Globalization;
using System.Text;
using DuckDB.NET.Native;

namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>Reads the values of one column of a result's chunk, or of one part of a nested column.</summary>
internal abstract unsafe class VectorReader(IntPtr vector)
{
    private const int BitsPerWord = 64;

    private readonly void* _cells = NativeMethods.Vectors.DuckDBVectorGetData(vector);
    private readonly ulong* _validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);

    /// <summary>The value in a row, or null for NULL.</summary>
    public object? Read(ulong row) =>
        _validity == null || (_validity[row / BitsPerWord] & (1UL << (int)(row % BitsPerWord))) != 0 ? ReadValue(row) : null;

    protected abstract object ReadValue(ulong row);

    protected T* Cell<T>(ulong row)
        where T : unmanaged => (T*)_cells + row;
}

/// <summary>Values of a fixed size, turned into .NET's.</summary>
internal sealed unsafe class FixedVectorReader<T>(IntPtr vector, Func<T, object> convert) : VectorReader(vector)
    where T : unmanaged
{
    protected override object ReadValue(ulong row) => convert(*Cell<T>(row));
}

/// <summary>VARCHAR as text, BLOB as bytes.</summary>
internal sealed unsafe class BytesVectorReader(IntPtr vector, bool text) : VectorReader(vector)
{
    protected override object ReadValue(ulong row)
    {
        var cell = Cell<DuckDBString>(row);
        var bytes = new ReadOnlySpan<byte>(cell->Data, cell->Length);
        return text ? Encoding.UTF8.GetString(bytes) : bytes.ToArray();
    }
}

/// <summary>DECIMAL: a <see cref="decimal"/>, or plain digits if the type has more than 28 of them.</summary>
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

/// <summary>HUGEINT, which sums of integers have.</summary>
internal sealed unsafe class HugeIntVectorReader(IntPtr vector) : VectorReader(vector)
{
    protected override object ReadValue(ulong row) => HugeInt.Read(Cell<HugeInt>(row));
}
