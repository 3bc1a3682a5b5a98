using DuckDB.NET.Native;

namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>ARRAY: the value is a list of the elements.</summary>
internal sealed unsafe class ListVectorWriter(IntPtr vector, VectorWriter element) : VectorWriter(vector)
{
    private readonly ListGrowth _growth = new(vector);

    protected override void WriteValue(ulong row, object value)
    {
        var values = (List<object?>)value;
        var start = _growth.Add(values.Count);
        for (var i = 0; i < values.Count; i++) element.Write(start + (ulong)i, values[i]);
        *Cell<DuckDBListEntry>(row) = new DuckDBListEntry(start, (ulong)values.Count);
    }

    protected override void WriteNull(ulong row)
    {
        *Cell<DuckDBListEntry>(row) = new DuckDBListEntry(_growth.Add(0), 0);
        base.WriteNull(row);
    }
}
