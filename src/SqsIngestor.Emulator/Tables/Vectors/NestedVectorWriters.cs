using System.Numerics;
using DuckDB.NET.Native;
using SqsIngestor.Emulator.Records;

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

/// <summary>STRUCT: the value is an array with one element for each field, in the type's order.</summary>
internal sealed class StructVectorWriter(IntPtr vector, VectorWriter[] fields) : VectorWriter(vector)
{
    protected override void WriteValue(ulong row, object value)
    {
        var values = (object?[])value;
        for (var i = 0; i < fields.Length; i++) fields[i].Write(row, values[i]);
    }

    protected override void WriteNull(ulong row)
    {
        base.WriteNull(row);
        // DuckDB expects the parts of a NULL struct to be NULL too.
        foreach (var field in fields) field.Write(row, null);
    }
}

/// <summary>Makes room after the elements of a list vector, doubling as it grows.</summary>
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
