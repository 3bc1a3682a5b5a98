using System.Buffers;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Protobuf;

/// <summary>Writes UTF-8 as a JSON string with the escapes that RFC 8259, section 7, requires.</summary>
internal static class JsonStringWriter
{
    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    public static void Write(ReadOnlySpan<byte> text, PayloadBuffer output)
    {
        output.Write((byte)'"');
        while (text.IndexOfAny(Escaped) is >= 0 and var plain)
        {
            output.Write(text[..plain]);
            WriteEscape(text[plain], output);
            text = text[(plain + 1)..];
        }
        output.Write(text);
        output.Write((byte)'"');
    }

    private static void WriteEscape(byte value, PayloadBuffer output)
    {
        output.Write((byte)'\\');
        if (value is (byte)'"' or (byte)'\\')
        {
            output.Write(value);
            return;
        }
        output.Write("u00"u8);
        output.Write((byte)(value >> 4 == 0 ? '0' : '1'));
        output.Write("0123456789abcdef"u8[value & 0xf]);
    }
}
