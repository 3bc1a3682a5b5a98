using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>Reads and writes RFC 3339 date-times. The offset is required; digits below a nanosecond are dropped.</summary>
internal static class CelTimestampText
{
    /// <summary>Bytes of the longest text that <see cref="Format"/> writes.</summary>
    public const int MaxLength = 30;

    private const int SecondsEnd = 19;

    public static CelValue Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length <= SecondsEnd || text[4] != '-' || text[7] != '-' || (text[10] | 0x20) != 't' || text[13] != ':'
            || text[16] != ':')
        {
            return CelValue.Fail(CelErrorCode.NotConvertible);
        }
        if (!AsciiDigits.TryRead(text[..4], out var year)
            || !AsciiDigits.TryRead(text[5..7], out var month) || !AsciiDigits.TryRead(text[8..10], out var day)
            || !AsciiDigits.TryRead(text[11..13], out var hour) || !AsciiDigits.TryRead(text[14..16], out var minute)
            || !AsciiDigits.TryRead(text[17..19], out var second)
            || !TryFraction(text[SecondsEnd..], out var nanoseconds, out var fraction)
            || !TryOffset(text[(SecondsEnd + fraction)..], out var offset))
        {
            return CelValue.Fail(CelErrorCode.NotConvertible);
        }
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23
            || minute > 59 || second > 59)
        {
            return CelValue.Fail(CelErrorCode.OutOfRange);
        }
        var seconds = CelCalendar.Seconds(year, month, day) + (hour * 3600) + (minute * 60) + second - offset;
        return CelValue.Timestamp(seconds, nanoseconds);
    }

    public static int Format(in CelValue timestamp, Span<byte> destination)
    {
        var date = CelCalendar.Date(timestamp.Seconds);
        var time = (int)CelCalendar.DivideDown(timestamp.Seconds, CelCalendar.SecondsPerDay).Remainder;
        Digits(destination, 4, date.Year);
        destination[4] = (byte)'-';
        Digits(destination[5..], 2, date.Month);
        destination[7] = (byte)'-';
        Digits(destination[8..], 2, date.Day);
        destination[10] = (byte)'T';
        Digits(destination[11..], 2, time / 3600);
        destination[13] = (byte)':';
        Digits(destination[14..], 2, time / 60 % 60);
        destination[16] = (byte)':';
        Digits(destination[17..], 2, time % 60);
        var length = SecondsEnd + FormatFraction(timestamp.Nanoseconds, destination[SecondsEnd..]);
        destination[length] = (byte)'Z';
        return length + 1;
    }

    /// <summary>Writes a decimal point and the nanoseconds without trailing zeros; writes nothing for 0.</summary>
    public static int FormatFraction(int nanoseconds, Span<byte> destination)
    {
        if (nanoseconds == 0) return 0;
        destination[0] = (byte)'.';
        Digits(destination[1..], 9, nanoseconds);
        var length = 10;
        while (destination[length - 1] == '0') length--;
        return length;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out int nanoseconds, out int length)
    {
        (nanoseconds, length) = (0, 0);
        if (text.Length == 0 || text[0] != '.') return true;
        length = 1;
        var scale = 100_000_000;
        for (; length < text.Length && char.IsAsciiDigit((char)text[length]); length++, scale /= 10)
        {
            nanoseconds += (text[length] - '0') * scale;
        }
        return length > 1;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out int seconds)
    {
        seconds = 0;
        if (text.Length == 1) return (text[0] | 0x20) == 'z';
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':') return false;
        if (!AsciiDigits.TryRead(text[1..3], out var hours) || !AsciiDigits.TryRead(text[4..6], out var minutes)
            || hours > 23 || minutes > 59)
        {
            return false;
        }
        seconds = ((hours * 3600) + (minutes * 60)) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static void Digits(Span<byte> destination, int count, int value)
    {
        for (var i = count - 1; i >= 0; i--, value /= 10) destination[i] = (byte)('0' + (value % 10));
    }
}
