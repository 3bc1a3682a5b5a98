using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Time;

/// <summary>A .NET custom date and time pattern in the invariant culture, exact, of a string or a number's digits.</summary>
/// <param name="pattern">Checked to name year, month and day, so that no part comes from the machine's clock.</param>
/// <param name="offset">Whether the pattern has an offset.</param>
/// <param name="requiresOffset">The column needs a time with an offset.</param>
internal sealed class PatternFormat(string pattern, PatternOffset offset, bool requiresOffset) : TimeFormat
{
    /// <summary>No useful pattern accepts longer text.</summary>
    private const int MaxLength = 128;

    public override RecordErrorCode TryRead(in SourceValue value, out WrittenTime time)
    {
        time = default;
        if (value.Kind is not (ValueKind.String or ValueKind.Number)) return RecordErrorCode.WrongType;
        Span<char> buffer = stackalloc char[MaxLength];
        if (value.Text.Length > MaxLength
            || Utf8.ToUtf16(value.Text, buffer, out _, out var length, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            return RecordErrorCode.TimeSyntax;
        }
        var text = buffer[..length];
        if (!DateTimeOffset.TryParseExact(
                text, pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
        {
            return IsOutOfRange(text) ? RecordErrorCode.TimeRange : RecordErrorCode.TimeSyntax;
        }
        var hasOffset = offset == PatternOffset.Always || (offset == PatternOffset.Optional && SaysWhere(text));
        if (requiresOffset && !hasOffset) return RecordErrorCode.TimeSyntax;
        var microseconds = (parsed.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        // Before 1970 the division above rounds up; the digits are cut.
        if (parsed.Ticks < DateTime.UnixEpoch.Ticks && parsed.Ticks % TimeSpan.TicksPerMicrosecond != 0) microseconds--;
        time = new(microseconds, hasOffset ? (int)parsed.Offset.TotalSeconds : null);
        return RecordErrorCode.None;
    }

    public override bool CutsDigits(in SourceValue value) =>
        DateTimeOffset.TryParseExact(
            Encoding.UTF8.GetString(value.Text), pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var time)
        && time.Ticks % TimeSpan.TicksPerMicrosecond != 0;

    /// <summary>
    /// Whether text that is not a time has the form of one: it is one if its year, or its second 60, is another. With an offset,
    /// a time of the years 1 and 9999 can be outside.
    /// </summary>
    private bool IsOutOfRange(ReadOnlySpan<char> text) =>
        // The other year is a leap year if the one of the text is.
        IsTimeWith(text, "0000", "0004", static time => time.Year == 4)
        || IsTimeWith(text, "0001", "0005", static time => time.Year == 5)
        || IsTimeWith(text, "9999", "9995", static time => time.Year == 9995)
        || (IsTimeWith(text, "60", "57", static time => time.Second == 57)
            && IsTimeWith(text, "60", "58", static time => time.Second == 58));

    private bool IsTimeWith(ReadOnlySpan<char> text, string part, string other, Func<DateTimeOffset, bool> isOther)
    {
        Span<char> changed = stackalloc char[MaxLength];
        for (var at = 0; at + part.Length <= text.Length; at++)
        {
            if (!text[at..].StartsWith(part)) continue;
            text.CopyTo(changed);
            other.CopyTo(changed[at..]);
            if (DateTimeOffset.TryParseExact(
                    changed[..text.Length], pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)
                && isOther(parsed))
            {
                return true;
            }
        }
        return false;
    }

    private bool SaysWhere(ReadOnlySpan<char> text) =>
        DateTime.TryParseExact(text, pattern, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var parsed)
        && parsed.Kind != DateTimeKind.Unspecified;
}

/// <summary>Whether times of a pattern have an offset from UTC.</summary>
internal enum PatternOffset : byte
{
    Never,

    /// <summary>With K, which may match no text.</summary>
    Optional,

    Always,
}
