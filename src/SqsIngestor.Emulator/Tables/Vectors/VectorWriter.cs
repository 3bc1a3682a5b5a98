using DuckDB.NET.Native;

namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>Writes values of one column, or of one part of a nested column, into a DuckDB vector.</summary>
/// <remarks>
/// Pointers are asked for at each value: a vector inside a list moves when the list grows.
/// </remarks>
internal abstract unsafe class VectorWriter(IntPtr vector)
{
    protected IntPtr Vector { get; } = vector;

    /// <summary>Writes one value.</summary>
    /// <param name="row">The place in the vector.</param>
    /// <param name="value">A value as the record decoder makes it, or null for NULL.</param>
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
        NativeMethods.ValidityMask.DuckDBValiditySetRowValidity(NativeMethods.Vectors.DuckDBVectorGetValidity(Vector), row, false);
    }

    protected T* Cell<T>(ulong row)
        where T : unmanaged => (T*)NativeMethods.Vectors.DuckDBVectorGetData(Vector) + row;
}
