namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>Numbers, booleans, dates and timestamps, in the form that DuckDB keeps them.</summary>
internal sealed unsafe class FixedVectorWriter<T>(IntPtr vector) : VectorWriter(vector)
    where T : unmanaged
{
    protected override void WriteValue(ulong row, object value) => *Cell<T>(row) = (T)value;
}
