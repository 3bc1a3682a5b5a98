using DuckDB.NET.Native;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>Writes values of one column, or of one part of a nested column, into a DuckDB vector.</summary>
/// <remarks>Pointers are read again for each value: a vector inside a list moves when the list grows.</remarks>
internal abstract unsafe class VectorWriter(IntPtr vector)
{
    protected IntPtr Vector { get; } = vector;

    /// <summary>Writes one value.</summary>
    /// <param name="row">The place in the vector.</param>
    /// <param name="value">A value of the record decoder; null for NULL.</param>
    public void Write(ulong row, object? value)
    {
        if (value is null)
        {
            WriteNull(row);
        }
        else
        {
            WriteValue(row, value);
        }
    }

    protected abstract void WriteValue(ulong row, object value);

    protected virtual void WriteNull(ulong row)
    {
        NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(Vector);
        NativeMethods.ValidityMask.DuckDBValiditySetRowValidity(
            NativeMethods.Vectors.DuckDBVectorGetValidity(Vector), row, false);
    }

    protected T* Cell<T>(ulong row)
        where T : unmanaged => (T*)NativeMethods.Vectors.DuckDBVectorGetData(Vector) + row;
}

/// <summary>Numbers, booleans, dates and timestamps, in the form that DuckDB keeps them.</summary>
internal sealed unsafe class FixedVectorWriter<T>(IntPtr vector) : VectorWriter(vector)
    where T : unmanaged
{
    protected override void WriteValue(ulong row, object value) => *Cell<T>(row) = (T)value;
}

/// <summary>Text as UTF-8, and binary values.</summary>
internal sealed unsafe class BytesVectorWriter(IntPtr vector) : VectorWriter(vector)
{
    protected override void WriteValue(ulong row, object value)
    {
        var bytes = ((ReadOnlyMemory<byte>)value).Span;
        fixed (byte* start = bytes)
        {
            byte none;
            NativeMethods.Vectors.DuckDBVectorAssignStringElementLength(Vector, row, bytes.IsEmpty ? &none : start, bytes.Length);
        }
    }
}

/// <summary>DECIMAL as its unscaled number, in the smallest integer that holds the precision.</summary>
internal sealed unsafe class DecimalVectorWriter(IntPtr vector, DecimalType type) : VectorWriter(vector)
{
    protected override void WriteValue(ulong row, object value)
    {
        var unscaled = (Int128)value;
        switch (type.Precision)
        {
            case <= 4:
                *Cell<short>(row) = (short)unscaled;
                break;
            case <= 9:
                *Cell<int>(row) = (int)unscaled;
                break;
            case <= 18:
                *Cell<long>(row) = (long)unscaled;
                break;
            default:
                *Cell<HugeInt>(row) = new HugeInt(unscaled);
                break;
        }
    }
}
