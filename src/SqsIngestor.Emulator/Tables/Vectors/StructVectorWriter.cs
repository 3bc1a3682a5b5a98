namespace SqsIngestor.Emulator.Tables.Vectors;

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
