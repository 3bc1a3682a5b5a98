using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values.WellKnown;

/// <summary>A message of whole seconds (field 1) and nanoseconds (field 2), from text.</summary>
internal abstract class SecondsBody : WellKnownBody
{
    private const byte SecondsTag = 0x08;
    private const byte NanosecondsTag = 0x10;
    private const int LongestText = 64;

    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        if (value.Kind != ValueKind.String) return RecordErrorCode.WrongType;
        if (value.Text.Length > LongestText * 6) return Syntax;
        Span<byte> room = stackalloc byte[LongestText * 6];
        scoped var text = value.Text;
        if (value.Escaped)
        {
            if (!JsonText.TryUnescape(text, room, out var length)) return RecordErrorCode.TextEncoding;
            text = room[..length];
        }
        var code = TryRead(text, out var seconds, out var nanoseconds);
        if (code == RecordErrorCode.None) Write(seconds, nanoseconds, writer);
        return code;
    }

    /// <summary>The error of text that is not in the form.</summary>
    protected abstract RecordErrorCode Syntax { get; }

    protected abstract RecordErrorCode TryRead(scoped ReadOnlySpan<byte> text, out long seconds, out int nanoseconds);

    protected static void Write(long seconds, int nanoseconds, RecordWriter writer)
    {
        if (seconds != 0)
        {
            writer.WriteVarint(SecondsTag);
            writer.WriteVarint(unchecked((ulong)seconds));
        }
        if (nanoseconds == 0) return;
        writer.WriteVarint(NanosecondsTag);
        writer.WriteVarint(unchecked((ulong)nanoseconds));
    }

    /// <summary>Takes <c>.5</c> off the start of the text: 1 to 9 digits. False for a point without them.</summary>
    protected static bool TryFraction(ref ReadOnlySpan<byte> text, out int nanoseconds)
    {
        nanoseconds = 0;
        if (text.Length == 0 || text[0] != '.') return true;
        var digits = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0) digits = text.Length - 1;
        if (digits is < 1 or > 9) return false;
        for (var i = 1; i <= 9; i++) nanoseconds = (nanoseconds * 10) + (i <= digits ? text[i] - '0' : 0);
        text = text[(digits + 1)..];
        return true;
    }

    protected static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var b in text)
        {
            if (!char.IsAsciiDigit((char)b)) return false;
            value = (value * 10) + b - '0';
        }
        return true;
    }
}

/// <summary>google.protobuf.Timestamp from RFC 3339 text with an offset and up to 9 digits of a second.</summary>
internal sealed class TimestampBody : SecondsBody
{
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;
    private const int DateTimeLength = 19;
    private const int LargestOffset = 18 * 3600;
    private const long MicrosecondsPerSecond = 1_000_000;

    protected override RecordErrorCode Syntax => RecordErrorCode.TimeSyntax;

    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        if (value.Kind != ValueKind.Instant) return base.TryWrite(value, context, writer);
        var seconds = Math.DivRem(value.Integer, MicrosecondsPerSecond, out var rest);
        if (rest < 0) (seconds, rest) = (seconds - 1, rest + MicrosecondsPerSecond);
        Write(seconds, (int)rest * 1000, writer);
        return RecordErrorCode.None;
    }

    protected override RecordErrorCode TryRead(scoped ReadOnlySpan<byte> text, out long seconds, out int nanoseconds)
    {
        (seconds, nanoseconds) = (0, 0);
        if (text.Length <= DateTimeLength || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':'
            || text[16] != ':' || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month)
            || !TryDigits(text[8..10], out var day) || !TryDigits(text[11..13], out var hour)
            || !TryDigits(text[14..16], out var minute) || !TryDigits(text[17..19], out var second))
        {
            return RecordErrorCode.TimeSyntax;
        }
        var rest = text[DateTimeLength..];
        if (!TryFraction(ref rest, out nanoseconds) || !TryOffset(rest, out var offset)) return RecordErrorCode.TimeSyntax;
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59
            || second > 59)
        {
            return RecordErrorCode.TimeRange;
        }
        var local = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        seconds = ((local.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond) - offset;
        return seconds is < FirstSecond or > LastSecond ? RecordErrorCode.TimeRange : RecordErrorCode.None;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out int seconds)
    {
        seconds = 0;
        if (text.SequenceEqual("Z"u8)) return true;
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':' || !TryDigits(text[1..3], out var hours)
            || !TryDigits(text[4..], out var minutes) || minutes > 59)
        {
            return false;
        }
        seconds = ((hours * 3600) + (minutes * 60)) * (text[0] == '-' ? -1 : 1);
        // RFC 3339 gives -00:00 to times whose zone is not known.
        return Math.Abs(seconds) <= LargestOffset && (seconds != 0 || text[0] == '+');
    }
}

/// <summary>google.protobuf.Duration from text such as <c>-1.5s</c>.</summary>
internal sealed class DurationBody : SecondsBody
{
    private const long Longest = 315_576_000_000;

    protected override RecordErrorCode Syntax => RecordErrorCode.ProtoJson;

    protected override RecordErrorCode TryRead(scoped ReadOnlySpan<byte> text, out long seconds, out int nanoseconds)
    {
        (seconds, nanoseconds) = (0, 0);
        if (text.Length < 2 || text[^1] != 's') return RecordErrorCode.ProtoJson;
        var isNegative = text[0] == '-';
        var rest = text[(isNegative ? 1 : 0)..^1];
        var digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0) digits = rest.Length;
        if (digits == 0 || (digits > 1 && rest[0] == '0')) return RecordErrorCode.ProtoJson;
        for (var i = 0; i < digits; i++)
        {
            seconds = (seconds * 10) + rest[i] - '0';
            if (seconds > Longest) return RecordErrorCode.TimeRange;
        }
        rest = rest[digits..];
        if (!TryFraction(ref rest, out nanoseconds) || rest.Length > 0) return RecordErrorCode.ProtoJson;
        if (isNegative) (seconds, nanoseconds) = (-seconds, -nanoseconds);
        return RecordErrorCode.None;
    }
}
