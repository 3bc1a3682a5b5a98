namespace SqsIngestor.Mapping.Text;

/// <summary>Hexadecimal digits.</summary>
internal static class HexText
{
    /// <summary>Writes lower-case digits, two per byte.</summary>
    public static void Encode(ReadOnlySpan<byte> bytes, Span<byte> room)
    {
        var digits = "0123456789abcdef"u8;
        for (var i = 0; i < bytes.Length; i++)
        {
            room[2 * i] = digits[bytes[i] >> 4];
            room[(2 * i) + 1] = digits[bytes[i] & 15];
        }
    }

    public static bool TryByte(byte high, byte low, out byte value)
    {
        var (h, l) = (Digit(high), Digit(low));
        value = (byte)((h << 4) | (l & 15));
        return h >= 0 && l >= 0;
    }

    private static int Digit(byte digit) =>
        !char.IsAsciiHexDigit((char)digit) ? -1 : digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
