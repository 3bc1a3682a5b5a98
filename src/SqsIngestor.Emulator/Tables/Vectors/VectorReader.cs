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
