using System.Runtime.InteropServices;

namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>DuckDB's 128-bit integer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct HugeInt(Int128 value)
{
    private readonly ulong _lower = (ulong)(value & ulong.MaxValue);
    private readonly long _upper = (long)(value >> 64);

    public static unsafe Int128 Read(HugeInt* cell) => ((Int128)cell->_upper << 64) | cell->_lower;
}
