using System.Numerics;
using DuckDB.NET.Native;

namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>Makes room behind the elements of a list vector, doubling as it grows.</summary>
internal sealed class ListGrowth(IntPtr vector)
{
    private ulong _capacity = 2048;
    private ulong _size;

    /// <summary>Adds room for <paramref name="count"/> elements.</summary>
    /// <returns>The place of the first of them.</returns>
    public ulong Add(int count)
    {
        var start = _size;
        _size += (ulong)count;
        if (_size > _capacity)
        {
            _capacity = BitOperations.RoundUpToPowerOf2(_size);
            NativeMethods.Vectors.DuckDBListVectorReserve(vector, _capacity);
        }

        NativeMethods.Vectors.DuckDBListVectorSetSize(vector, _size);
        return start;
    }
}
