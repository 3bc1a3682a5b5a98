using DuckDB.NET.Native;

namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>LIST: the elements in order.</summary>
internal sealed unsafe class ListVectorReader(IntPtr vector, VectorReader element) : VectorReader(vector)
{
    protected override object ReadValue(ulong row)
    {
        var entry = *Cell<DuckDBListEntry>(row);
        var values = new object?[entry.Length];
        for (var i = 0UL; i < entry.Length; i++) values[i] = element.Read(entry.Offset + i);
        return values;
    }
}
