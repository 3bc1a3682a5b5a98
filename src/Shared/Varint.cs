namespace SqsIngestor.Zerobus.Internal.Wire;

/// <summary>Base-128 integers of the protobuf encoding.</summary>
internal static class Varint
{
    public const int MaxBytes = 10;

    public static int Size(ulong value) => value == 0 ? 1 : (64 - System.Numerics.BitOperations.LeadingZeroCount(value) + 6) / 7;

    /// <summary>Writes the value and returns how many bytes it took.</summary>
    public static int Write(Span<byte> target, ulong value)
    {
        var at = 0;
        while (value >= 0x80)
        {
            target[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[at++] = (byte)value;
        return at;
    }
}
