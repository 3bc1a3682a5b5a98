namespace SqsIngestor.Emulator.Tables.Vectors;

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
