using System.Buffers.Text;
using System.Globalization;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Protobuf;

/// <summary>Writes google.protobuf.Timestamp and Duration as ProtoJSON does, with 0, 3, 6 or 9 digits of a second.</summary>
internal static class ProtobufTimeJson
{
    // The limits in timestamp.proto and duration.proto.
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;
    private const long LongestDuration = 315_576_000_000;
    private const int NanosecondsPerSecond = 1_000_000_000;

    public static bool TryWriteTimestamp(long seconds, int nanoseconds, PayloadBuffer output)
    {
        if (seconds is < FirstSecond or > LastSecond || nanoseconds is < 0 or >= NanosecondsPerSecond) return false;
        output.Write((byte)'"');
        var moment = DateTime.UnixEpoch.AddTicks(seconds * TimeSpan.TicksPerSecond);
        moment.TryFormat(output.Reserve(32), out var written, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        output.Length += written;
        WriteFraction(nanoseconds, output);
        output.Write("Z\""u8);
        return true;
    }

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

    private static void WriteFraction(int nanoseconds, PayloadBuffer output)
    {
        if (nanoseconds == 0) return;
        output.Write((byte)'.');
        var (value, digits) = nanoseconds % 1_000_000 == 0
            ? (nanoseconds / 1_000_000, 3)
            : nanoseconds % 1_000 == 0
            ? (nanoseconds / 1_000, 6)
            : (nanoseconds, 9);
        Utf8Formatter.TryFormat(value, output.Reserve(16), out var written, new System.Buffers.StandardFormat('D', (byte)digits));
        output.Length += written;
    }
}
