using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Time;

/// <summary>
/// RFC 3339, section 5.6: t and z in either case, a space instead of T, any number of digits of a second, of which those past the
/// microsecond are cut; and offsets without a colon, or without minutes. A leap second is refused, because a TIMESTAMP cannot
/// represent it.
/// </summary>
/// <param name="requiresOffset">The column needs a time with an offset.</param>
/// <param name="takesDate">Also accepts a date without a time.</param>
internal sealed class Rfc3339Format(bool requiresOffset, bool takesDate) : TimeFormat
{
    private const int DateEnd = 10;
    private const int SecondsEnd = 19;

    // After the point.
    private const int FractionStart = SecondsEnd + 1;
    private const int MicrosecondDigits = 6;

    public override RecordErrorCode TryRead(in SourceValue value, out WrittenTime time)
    {
        time = default;
        return value.Kind == ValueKind.String ? TryRead(value.Text, out time) : RecordErrorCode.WrongType;
    }

    public override bool CutsDigits(in SourceValue value)
    {
        var fraction = value.Text.Length > FractionStart ? value.Text[FractionStart..] : [];
        var end = fraction.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (end >= 0) fraction = fraction[..end];
        return fraction.Length > MicrosecondDigits && fraction[MicrosecondDigits..].ContainsAnyExcept((byte)'0');
    }

    private RecordErrorCode TryRead(ReadOnlySpan<byte> text, out WrittenTime time)
    {
        time = default;
        if (text.Length < DateEnd || text[4] != '-' || text[7] != '-' || !AsciiDigits.TryRead(text[..4], out var year)
            || !AsciiDigits.TryRead(text[5..7], out var month) || !AsciiDigits.TryRead(text[8..10], out var day))
        {
            return RecordErrorCode.TimeSyntax;
        }
        int hour = 0, minute = 0, second = 0, microseconds = 0;
        int? offset = null;
        if (text.Length == DateEnd)
        {
            if (!takesDate) return RecordErrorCode.TimeSyntax;
        }
        else if (!TryTime(text, out hour, out minute, out second, out microseconds, out offset)
            || (requiresOffset && offset is null))
        {
            return RecordErrorCode.TimeSyntax;
        }
        if (year == 0
            || month is 0 or > 12
            || day == 0
            || day > DateTime.DaysInMonth(year, month)
            || hour > 23
            || minute > 59
            || second > 59)
        {
            return RecordErrorCode.TimeRange;
        }
        var ticks = new DateTime(
            year, month, day, hour, minute, second, DateTimeKind.Unspecified).Ticks - DateTime.UnixEpoch.Ticks;
        time = new((ticks / TimeSpan.TicksPerMicrosecond) + microseconds, offset);
        return RecordErrorCode.None;
    }

    private static bool TryTime(
        ReadOnlySpan<byte> text, out int hour, out int minute, out int second, out int microseconds, out int? offset)
    {
        (hour, minute, second, microseconds, offset) = (0, 0, 0, 0, null);
        return text.Length >= SecondsEnd
            && text[DateEnd] is (byte)'T' or (byte)'t' or (byte)' '
            && text[13] == ':'
            && text[16] == ':'
            && AsciiDigits.TryRead(text[11..13], out hour)
            && AsciiDigits.TryRead(text[14..16], out minute)
            && AsciiDigits.TryRead(text[17..19], out second)
            && TryFraction(text[SecondsEnd..], out microseconds, out var length)
            && TryOffset(text[(SecondsEnd + length)..], out offset);
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out int microseconds, out int length)
    {
        (microseconds, length) = (0, 0);
        if (text.Length == 0 || text[0] != '.') return true;
        length = 1;
        for (var unit = 100_000; length < text.Length && char.IsAsciiDigit((char)text[length]); length++, unit /= 10)
        {
            microseconds += (text[length] - '0') * unit;
        }
        return length > 1;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out int? seconds)
    {
        seconds = null;
        if (text.Length == 0) return true;
        if (text.Length == 1)
        {
            seconds = 0;
            return (text[0] | 0x20) == 'z';
        }
        // +01:00; also +0100 and +01, the other forms of ISO 8601.
        var minutesAt = text.Length == 6 && text[3] == ':' ? 4 : 3;
        var minutes = 0;
        if (text.Length is not (3 or 5 or 6) || text[0] is not ((byte)'+' or (byte)'-')
            || !AsciiDigits.TryRead(text[1..3], out var hours)
            || (text.Length > 3 && (text.Length != minutesAt + 2 || !AsciiDigits.TryRead(text[minutesAt..], out minutes)))
            || hours > 23 || minutes > 59)
        {
            return false;
        }
        seconds = ((hours * 3600) + (minutes * 60)) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
