namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>HUGEINT, which sums of integers have.</summary>
internal sealed unsafe class HugeIntVectorReader(IntPtr vector) : VectorReader(vector)
{
    protected override object ReadValue(ulong row) => HugeInt.Read(Cell<HugeInt>(row));
}
