using System.Buffers;
using System.Globalization;
using System.Text;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>Reads the values of literal tokens.</summary>
internal static class CelLiteral
{
    /// <summary>The value of an int or uint token, with its minus; null when it does not fit 64 bits.</summary>
    public static CelValue? Integer(ReadOnlySpan<char> token, bool negative, bool unsigned)
    {
        if (unsigned) token = token[..^1];
        var hex = token.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var (digits, style) = (hex ? 2 : 0, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None);
        if (!ulong.TryParse(token[digits..], style, CultureInfo.InvariantCulture, out var value)) return null;
        if (unsigned) return negative && value > 0 ? null : CelValue.Uint(value);
        if (negative) return value <= 9_223_372_036_854_775_808 ? CelValue.Int((long)(0 - value)) : null;
        return value <= long.MaxValue ? CelValue.Int((long)value) : null;
    }

    /// <summary>The value of a string or bytes token; null after reporting what is wrong in it.</summary>
    public static CelValue? Text(string source, CelToken token, CelDiagnostics diagnostics)
    {
        var quote = token.Offset;
        while (source[quote] is not ('"' or '\'')) quote++;
        var raw = quote > token.Offset && source[quote - 1] is 'r' or 'R';
        var mark = source[quote];
        var marks = quote + 5 < token.End && source[quote + 1] == mark && source[quote + 2] == mark ? 3 : 1;
        var output = new ArrayBufferWriter<byte>(Math.Max(1, token.Length));
        var reader = new CelEscapeReader(source, token.Kind == CelTokenKind.Bytes, diagnostics);
        for (var i = quote + marks; i < token.End - marks;)
        {
            if (source[i] == '\\' && !raw)
            {
                if (!reader.TryRead(ref i, token.End - marks, output)) return null;
                continue;
            }
            if (Rune.DecodeFromUtf16(source.AsSpan(i), out var rune, out var consumed) != OperationStatus.Done)
            {
                diagnostics.Error(CelDiagnosticCode.Literal, i, 1, "half of a surrogate pair is not a character");
                return null;
            }
            Append(output, rune);
            i += consumed;
        }
        var bytes = output.WrittenSpan.ToArray();
        return token.Kind == CelTokenKind.Bytes
            ? CelValue.Bytes(bytes, 0, bytes.Length)
            : CelValue.String(bytes, 0, bytes.Length);
    }

    public static void Append(ArrayBufferWriter<byte> output, Rune rune) => output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
}
