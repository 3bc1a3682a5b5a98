namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>Values of a fixed size, turned into .NET's.</summary>
internal sealed unsafe class FixedVectorReader<T>(IntPtr vector, Func<T, object> convert) : VectorReader(vector)
    where T : unmanaged
{
    protected override object ReadValue(ulong row) => convert(*Cell<T>(row));
}
