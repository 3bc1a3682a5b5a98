using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>Writes values of other formats as JSON: numbers with all their digits, bytes as base64.</summary>
internal static class JsonValueWriter
{
    /// <summary>The most bytes of an integer without a size: 616 digits. Writing digits takes the square of the time.</summary>
    public const int MostIntegerBytes = 256;

    private const int LongestNumber = 48;
    private const int MostDigits = 620;

    // A number with more digits after its point is written with an exponent.
    private const int MostFraction = 64;

    public static void WriteInteger(long value, PayloadBuffer output)
    {
        Utf8Formatter.TryFormat(value, output.Reserve(LongestNumber), out var length);
        output.Length += length;
    }

    public static void WriteUnsigned(ulong value, PayloadBuffer output)
    {
        Utf8Formatter.TryFormat(value, output.Reserve(LongestNumber), out var length);
        output.Length += length;
    }

    public static void WriteDouble(double value, PayloadBuffer output)
    {
        if (WriteName(value, output)) return;
        Utf8Formatter.TryFormat(value, output.Reserve(LongestNumber), out var length);
        output.Length += length;
    }

    /// <summary>Writes the digits of the float, which differ from those of the same value as a double.</summary>
    public static void WriteFloat(float value, PayloadBuffer output)
    {
        if (WriteName(value, output)) return;
        Utf8Formatter.TryFormat(value, output.Reserve(LongestNumber), out var length);
        output.Length += length;
    }

    public static void WriteBytes(ReadOnlySpan<byte> bytes, PayloadBuffer output)
    {
        output.Write((byte)'"');
        Base64.EncodeToUtf8(bytes, output.Reserve(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        output.Length += written;
        output.Write((byte)'"');
    }

    public static RecordErrorCode WriteText(ReadOnlySpan<byte> text, PayloadBuffer output, int most)
    {
        if (!JsonText.IsValidUtf8(text)) return RecordErrorCode.TextEncoding;
        JsonStringWriter.Write(text, output, most);
        return RecordErrorCode.None;
    }

    public static void WriteUuid(Guid value, PayloadBuffer output)
    {
        output.Write((byte)'"');
        value.TryFormat(output.Reserve(LongestNumber), out var written);
        output.Length += written;
        output.Write((byte)'"');
    }

    /// <summary>Writes an integer times a power of ten, exactly.</summary>
    /// <param name="integer">Big-endian, at most <see cref="MostIntegerBytes"/>.</param>
    /// <param name="isUnsigned">Otherwise two's complement.</param>
    /// <param name="isComplement">The number is -1 minus the integer.</param>
    /// <param name="exponent">The power of ten.</param>
    /// <param name="output">Receives the number.</param>
    public static void WriteDecimal(
        ReadOnlySpan<byte> integer, bool isUnsigned, bool isComplement, int exponent, PayloadBuffer output)
    {
        Span<byte> text = stackalloc byte[MostDigits];
        int length;
        if (IsOf128Bits(integer, isUnsigned))
        {
            var value = Read(integer, isUnsigned);
            (isComplement ? -1 - value : value).TryFormat(text, out length, default, CultureInfo.InvariantCulture);
        }
        else
        {
            var value = new BigInteger(integer, isUnsigned, isBigEndian: true);
            Span<char> digits = stackalloc char[MostDigits];
            (isComplement ? -1 - value : value).TryFormat(digits, out length, default, CultureInfo.InvariantCulture);
            Ascii.FromUtf16(digits[..length], text, out _);
        }
        WriteDigits(text[..length], exponent, output);
    }

    /// <summary>Every DECIMAL of a table is. A longer integer is an object for each value.</summary>
    private static bool IsOf128Bits(ReadOnlySpan<byte> integer, bool isUnsigned) =>
        integer.Length < 16 || (integer.Length == 16 && (!isUnsigned || integer[0] < 0x80));

    private static Int128 Read(ReadOnlySpan<byte> integer, bool isUnsigned)
    {
        Int128 value = !isUnsigned && !integer.IsEmpty && integer[0] >= 0x80 ? -1 : 0;
        foreach (var next in integer) value = (value << 8) | next;
        return value;
    }

    private static void WriteDigits(ReadOnlySpan<byte> number, int exponent, PayloadBuffer output)
    {
        if (exponent is >= 0 or < -MostFraction)
        {
            output.Write(number);
            if (exponent == 0) return;
            output.Write((byte)'e');
            WriteInteger(exponent, output);
            return;
        }
        if (number[0] == (byte)'-')
        {
            output.Write((byte)'-');
            number = number[1..];
        }
        var whole = number.Length + exponent;
        if (whole > 0) output.Write(number[..whole]);
        else output.Write((byte)'0');
        output.Write((byte)'.');
        for (var zero = whole; zero < 0; zero++) output.Write((byte)'0');
        output.Write(number[Math.Max(0, whole)..]);
    }

    private static bool WriteName(double value, PayloadBuffer output)
    {
        if (double.IsFinite(value)) return false;
        output.Write(double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
        return true;
    }
}
