using System.Buffers;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>Writes UTF-8 as a JSON string with the escapes that RFC 8259, section 7, requires.</summary>
internal static class JsonStringWriter
{
    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    public static void Write(ReadOnlySpan<byte> text, PayloadBuffer output, int most = int.MaxValue)
    {
        output.Write((byte)'"');
        WriteContents(text, output, most);
        output.Write((byte)'"');
    }

    /// <summary>Writes what stands between the quotes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="output">Receives it.</param>
    /// <param name="most">An output that is longer gets no more escapes: its caller refuses it.</param>
    public static void WriteContents(ReadOnlySpan<byte> text, PayloadBuffer output, int most = int.MaxValue)
    {
        while (text.IndexOfAny(Escaped) is >= 0 and var plain)
        {
            output.Write(text[..plain]);
            WriteEscape(text[plain], output);
            text = text[(plain + 1)..];
            if (output.Length > most) return;
        }
        output.Write(text);
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
