using System.Text;
using DuckDB.NET.Native;

namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>VARCHAR as text, BLOB as bytes.</summary>
internal sealed unsafe class BytesVectorReader(IntPtr vector, bool text) : VectorReader(vector)
{
    protected override object ReadValue(ulong row)
    {
        var cell = Cell<DuckDBString>(row);
        var bytes = new ReadOnlySpan<byte>(cell->Data, cell->Length);
        return text ? Encoding.UTF8.GetString(bytes) : bytes.ToArray();
    }
}
