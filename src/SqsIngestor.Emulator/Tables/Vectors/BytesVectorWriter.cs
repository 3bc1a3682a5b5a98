using DuckDB.NET.Native;

namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>Text as UTF-8, and binary values.</summary>
internal sealed unsafe class BytesVectorWriter(IntPtr vector) : VectorWriter(vector)
{
    protected override void WriteValue(ulong row, object value)
    {
        var bytes = ((ReadOnlyMemory<byte>)value).Span;
        fixed (byte* start = bytes)
        {
            byte none;
            NativeMethods.Vectors.DuckDBVectorAssignStringElementLength(Vector, row, bytes.IsEmpty ? &none : start, bytes.Length);
        }
    }
}
