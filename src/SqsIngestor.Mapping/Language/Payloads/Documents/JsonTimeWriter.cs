using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>Writes times as JSON strings in the form of RFC 3339 and ProtoJSON, with 0, 3, 6 or 9 digits of a second.</summary>
internal static class JsonTimeWriter
{
    // The limits in timestamp.proto and duration.proto.
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;
    private const long LongestDuration = 315_576_000_000;
    private const int NanosecondsPerSecond = 1_000_000_000;
    private const int SecondsPerDay = 86_400;

    /// <summary>A time of UTC, with a Z at its end.</summary>
    public static bool TryWriteTimestamp(long seconds, int nanoseconds, PayloadBuffer output) =>
        TryWriteTime("yyyy-MM-dd'T'HH:mm:ss", seconds, nanoseconds, "Z\""u8, output);

    /// <summary>A time without a zone.</summary>
    public static bool TryWriteLocalTimestamp(long seconds, int nanoseconds, PayloadBuffer output) =>
        TryWriteTime("yyyy-MM-dd'T'HH:mm:ss", seconds, nanoseconds, "\""u8, output);

    /// <summary>A time of day.</summary>
    public static bool TryWriteTimeOfDay(long seconds, int nanoseconds, PayloadBuffer output) =>
        seconds is >= 0 and < SecondsPerDay && TryWriteTime("HH:mm:ss", seconds, nanoseconds, "\""u8, output);

    /// <summary>A date, by its days since 1970-01-01.</summary>
    public static bool TryWriteDate(long days, PayloadBuffer output) =>
        days is > FirstSecond / SecondsPerDay - 1 and <= LastSecond / SecondsPerDay
            && TryWriteTime("yyyy-MM-dd", days * SecondsPerDay, 0, "\""u8, output);

    public static bool TryWriteDuration(long seconds, int nanoseconds, PayloadBuffer output)
    {
        if (seconds is < -LongestDuration or > LongestDuration
            || nanoseconds is <= -NanosecondsPerSecond or >= NanosecondsPerSecond)
        {
            return false;
        }
        if ((seconds < 0 && nanoseconds > 0) || (seconds > 0 && nanoseconds < 0)) return false;
        output.Write((byte)'"');
        if (seconds < 0 || nanoseconds < 0) output.Write((byte)'-');
        Utf8Formatter.TryFormat(Math.Abs(seconds), output.Reserve(32), out var written);
        output.Length += written;
        WriteFraction(Math.Abs(nanoseconds), output);
        output.Write("s\""u8);
        return true;
    }

    private static bool TryWriteTime(string format, long seconds, int nanoseconds, ReadOnlySpan<byte> end, PayloadBuffer output)
    {
        if (seconds is < FirstSecond or > LastSecond || nanoseconds is < 0 or >= NanosecondsPerSecond) return false;
        output.Write((byte)'"');
        var moment = DateTime.UnixEpoch.AddTicks(seconds * TimeSpan.TicksPerSecond);
        moment.TryFormat(output.Reserve(32), out var written, format, CultureInfo.InvariantCulture);
        output.Length += written;
        WriteFraction(nanoseconds, output);
        output.Write(end);
        return true;
    }

    private static void WriteFraction(int nanoseconds, PayloadBuffer output)
    {
        if (nanoseconds == 0) return;
        output.Write((byte)'.');
        var (value, digits) = nanoseconds % 1_000_000 == 0
            ? (nanoseconds / 1_000_000, 3)
            : nanoseconds % 1_000 == 0
            ? (nanoseconds / 1_000, 6)
            : (nanoseconds, 9);
        Utf8Formatter.TryFormat(value, output.Reserve(16), out var written, new StandardFormat('D', (byte)digits));
        output.Length += written;
    }
}
