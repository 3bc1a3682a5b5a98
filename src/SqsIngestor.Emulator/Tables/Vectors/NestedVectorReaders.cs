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

/// <summary>MAP: keys and values in the order in which they were written.</summary>
internal sealed unsafe class MapVectorReader(IntPtr vector, VectorReader keys, VectorReader values) : VectorReader(vector)
{
    protected override object ReadValue(ulong row)
    {
        var entry = *Cell<DuckDBListEntry>(row);
        var map = new OrderedDictionary<object, object?>((int)entry.Length);
        for (var i = 0UL; i < entry.Length; i++)
        {
            var key = keys.Read(entry.Offset + i)
                ?? throw new TableStoreException("map_key_null", "A map of the result has a NULL key.");
            map.Add(key, values.Read(entry.Offset + i));
        }

        return map;
    }
}

/// <summary>STRUCT: names and values in order.</summary>
internal sealed class StructVectorReader(IntPtr vector, string[] names, VectorReader[] fields) : VectorReader(vector)
{
    protected override object ReadValue(ulong row)
    {
        var value = new OrderedDictionary<string, object?>(names.Length);
        for (var i = 0; i < names.Length; i++) value.Add(names[i], fields[i].Read(row));
        return value;
    }
}
