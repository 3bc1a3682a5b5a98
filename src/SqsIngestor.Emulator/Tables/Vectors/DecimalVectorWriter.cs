using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>DECIMAL as its unscaled number, in the smallest integer that holds the precision.</summary>
internal sealed unsafe class DecimalVectorWriter(IntPtr vector, DecimalType type) : VectorWriter(vector)
{
    protected override void WriteValue(ulong row, object value)
    {
        var unscaled = (Int128)value;
        switch (type.Precision)
        {
            case <= 4:
                *Cell<short>(row) = (short)unscaled;
                break;
            case <= 9:
                *Cell<int>(row) = (int)unscaled;
                break;
            case <= 18:
                *Cell<long>(row) = (long)unscaled;
                break;
            default:
                *Cell<HugeInt>(row) = new HugeInt(unscaled);
                break;
        }
    }
}
