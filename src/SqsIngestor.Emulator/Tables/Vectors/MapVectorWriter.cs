using DuckDB.NET.Native;
using SqsIngestor.Emulator.Records;

namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>MAP, which DuckDB keeps as a list of structs of key and value.</summary>
internal sealed unsafe class MapVectorWriter(IntPtr vector, VectorWriter keys, VectorWriter values) : VectorWriter(vector)
{
    private readonly ListGrowth _growth = new(vector);

    protected override void WriteValue(ulong row, object value)
    {
        var entries = ((MapEntries)value).Entries;
        var start = _growth.Add(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            keys.Write(start + (ulong)i, entries[i].Key);
            values.Write(start + (ulong)i, entries[i].Value);
        }

        *Cell<DuckDBListEntry>(row) = new DuckDBListEntry(start, (ulong)entries.Count);
    }

    protected override void WriteNull(ulong row)
    {
        *Cell<DuckDBListEntry>(row) = new DuckDBListEntry(_growth.Add(0), 0);
        base.WriteNull(row);
    }
}
