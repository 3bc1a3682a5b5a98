namespace SqsIngestor.Mapping.Text;

/// <summary>Form encoding, which S3 uses for object keys: %XX is a byte and + is a space.</summary>
internal static class UrlText
{
    /// <summary>Whether decoding changes the text.</summary>
    public static bool IsEncoded(ReadOnlySpan<byte> text) => text.IndexOfAny((byte)'%', (byte)'+') >= 0;

    /// <summary>Decodes to bytes, which may be no UTF-8. False if two hexadecimal digits do not follow a percent sign.</summary>
    /// <param name="text">The text.</param>
    /// <param name="room">At least as long as the text; it can be the text itself.</param>
    /// <param name="written">The bytes in the room.</param>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> room, out int written)
    {
        written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i] == '+' ? (byte)' ' : text[i];
            if (b == '%')
            {
                if (i + 2 >= text.Length || !HexText.TryByte(text[i + 1], text[i + 2], out b)) return false;
                i += 2;
            }
            room[written++] = b;
        }
        return true;
    }
}
