using System.Globalization;

namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>Reads and writes durations: signed decimal numbers with units, such as 1h30m or -1.5s.</summary>
internal static class CelDurationText
{
    /// <summary>Bytes of the longest text that <see cref="Format"/> writes.</summary>
    public const int MaxLength = 32;

    /// <summary>A number of units that is out of range even in nanoseconds, and fits 128 bits even in hours.</summary>
    private static readonly Int128 TooMany = Int128.One << 70;

    public static CelValue Parse(ReadOnlySpan<byte> text)
    {
        var negative = text.Length > 0 && text[0] == '-';
        if (negative || (text.Length > 0 && text[0] == '+')) text = text[1..];
        if (text.SequenceEqual("0"u8)) return CelValue.Duration(0);
        if (text.Length == 0) return CelValue.Fail(CelErrorCode.NotConvertible);
        Int128 total = 0;
        while (text.Length > 0)
        {
            if (!TryTerm(ref text, out var nanoseconds)) return CelValue.Fail(CelErrorCode.NotConvertible);
            total += nanoseconds;
            // Stop early, because the text can be long.
            if (total > (Int128)long.MaxValue + 1) return CelValue.Fail(CelErrorCode.OutOfRange);
        }
        if (negative) total = -total;
        return total > long.MaxValue ? CelValue.Fail(CelErrorCode.OutOfRange) : CelValue.Duration((long)total);
    }

    /// <summary>Writes seconds with their fraction and an s.</summary>
    public static int Format(long nanoseconds, Span<byte> destination)
    {
        var length = 0;
        if (nanoseconds < 0) destination[length++] = (byte)'-';
        var magnitude = nanoseconds < 0 ? 0 - (ulong)nanoseconds : (ulong)nanoseconds;
        (magnitude / 1_000_000_000).TryFormat(destination[length..], out var written, default, CultureInfo.InvariantCulture);
        length += written;
        length += CelTimestampText.FormatFraction((int)(magnitude % 1_000_000_000), destination[length..]);
        destination[length] = (byte)'s';
        return length + 1;
    }

    private static bool TryTerm(ref ReadOnlySpan<byte> text, out Int128 nanoseconds)
    {
        nanoseconds = 0;
        Int128 whole = 0, fraction = 0, scale = 1;
        var position = 0;
        var digits = 0;
        for (; position < text.Length && char.IsAsciiDigit((char)text[position]); position++, digits++)
        {
            whole = Int128.Min((whole * 10) + text[position] - '0', TooMany);
        }
        if (position < text.Length && text[position] == '.')
        {
            for (position++; position < text.Length && char.IsAsciiDigit((char)text[position]); position++, digits++)
            {
                // Further digits are below a nanosecond, even in hours.
                if (scale >= 10_000_000_000_000_000) continue;
                fraction = (fraction * 10) + text[position] - '0';
                scale *= 10;
            }
        }
        if (digits == 0) return false;
        text = text[position..];
        if (!TryUnit(ref text, out var unit)) return false;
        nanoseconds = (whole * unit) + (fraction * unit / scale);
        return true;
    }

    private static bool TryUnit(ref ReadOnlySpan<byte> text, out long nanoseconds)
    {
        var length = 0;
        while (length < text.Length && text[length] != '.' && !char.IsAsciiDigit((char)text[length])) length++;
        var unit = text[..length];
        nanoseconds =
            unit.SequenceEqual("h"u8) ? 3_600_000_000_000
            : unit.SequenceEqual("m"u8) ? 60_000_000_000
            : unit.SequenceEqual("s"u8) ? 1_000_000_000
            : unit.SequenceEqual("ms"u8) ? 1_000_000
            : unit.SequenceEqual("us"u8) || unit.SequenceEqual("µs"u8) ? 1_000
            : unit.SequenceEqual("ns"u8) ? 1
            : 0;
        text = text[length..];
        return nanoseconds != 0;
    }
}
