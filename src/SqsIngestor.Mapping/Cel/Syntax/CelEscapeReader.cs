using System.Buffers;
using System.Globalization;
using System.Text;

namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>Backslash escapes of string and bytes literals (CEL, "String and Bytes Values").</summary>
internal readonly struct CelEscapeReader(string source, bool bytes, CelDiagnostics diagnostics)
{
    /// <summary>Reads the escape at <paramref name="position"/> and moves past it. False after reporting what is wrong.</summary>
    public bool TryRead(ref int position, int end, ArrayBufferWriter<byte> output)
    {
        var start = position;
        var letter = source[start + 1];
        var (digits, isHex) = letter switch
        {
            'x' or 'X' => (2, true),
            'u' => (4, true),
            'U' => (8, true),
            >= '0' and <= '3' => (3, false),
            _ => (0, false),
        };
        if (digits == 0)
        {
            var simple = Simple(letter);
            if (simple < 0)
            {
                return Fail(
                    start, 2, $"unknown escape \\{(letter is >= ' ' and < '\x7f' ? letter : '?')}",
                    "write two backslashes for one, or put r in front of the string");
            }
            output.Write([(byte)simple]);
            position += 2;
            return true;
        }
        var first = start + (isHex ? 2 : 1);
        if (first + digits > end || !TryNumber(source.AsSpan(first, digits), isHex, out var value))
        {
            return Fail(
                start, Math.Min(end, first + digits) - start,
                $"expected {digits} {(isHex ? "hexadecimal" : "octal")} digits in this escape");
        }
        position = first + digits;
        if (bytes && letter is 'u' or 'U')
        {
            return Fail(
                start, position - start, "bytes cannot contain a Unicode escape", "write \\x and two digits for each byte");
        }
        if (bytes)
        {
            output.Write([(byte)value]);
            return true;
        }
        if (!Rune.IsValid(value))
        {
            return Fail(
                start, position - start, "this escape is not a Unicode character",
                "write characters above U+FFFF as \\U and eight digits");
        }
        CelLiteral.Append(output, new Rune(value));
        return true;
    }

    private static int Simple(char letter) => letter switch
    {
        'a' => 7,
        'b' => 8,
        't' => 9,
        'n' => 10,
        'v' => 11,
        'f' => 12,
        'r' => 13,
        '\\' or '?' or '"' or '\'' or '`' => letter,
        _ => -1,
    };

    private static bool TryNumber(ReadOnlySpan<char> digits, bool isHex, out uint value)
    {
        if (isHex) return uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        value = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7') return false;
            value = (value * 8) + digit - '0';
        }
        return true;
    }

    private bool Fail(int offset, int length, string message, string? hint = null)
    {
        diagnostics.Error(CelDiagnosticCode.Literal, offset, length, message, hint);
        return false;
    }
}
