using System.Diagnostics;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Avro;

/// <summary>Writes the logical types of time as text.</summary>
internal static class AvroTimes
{
    private const long Thousand = 1_000;
    private const long Million = 1_000_000;
    private const long Billion = 1_000_000_000;

    /// <summary>False for a time that the text cannot have.</summary>
    public static bool TryWrite(AvroLogical logical, long value, PayloadBuffer output)
    {
        if (logical == AvroLogical.Date) return JsonTimeWriter.TryWriteDate(value, output);
        var unit = logical switch
        {
            AvroLogical.TimeMillis or AvroLogical.TimestampMillis or AvroLogical.LocalTimestampMillis => Thousand,
            AvroLogical.TimeMicros or AvroLogical.TimestampMicros or AvroLogical.LocalTimestampMicros => Million,
            AvroLogical.TimestampNanos or AvroLogical.LocalTimestampNanos => Billion,
            _ => throw new UnreachableException(),
        };
        var (seconds, rest) = Math.DivRem(value, unit);
        if (rest < 0) (seconds, rest) = (seconds - 1, rest + unit);
        var nanoseconds = (int)(rest * (Billion / unit));
        return logical switch
        {
            AvroLogical.TimeMillis or AvroLogical.TimeMicros => JsonTimeWriter.TryWriteTimeOfDay(seconds, nanoseconds, output),
            AvroLogical.TimestampMillis or AvroLogical.TimestampMicros or AvroLogical.TimestampNanos =>
                JsonTimeWriter.TryWriteTimestamp(seconds, nanoseconds, output),
            AvroLogical.LocalTimestampMillis or AvroLogical.LocalTimestampMicros or AvroLogical.LocalTimestampNanos =>
                JsonTimeWriter.TryWriteLocalTimestamp(seconds, nanoseconds, output),
            _ => throw new UnreachableException(),
        };
    }
}
