using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Time;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>TIMESTAMP: microseconds since the epoch, in int64.</summary>
internal sealed class TimestampCodec(TimeReader reader) : ScalarCodec
{
    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Escaped) return TryWriteUnescaped(value, writer);
        var code = reader.TryReadInstant(value, out var microseconds);
        if (code != RecordErrorCode.None) return code;
        writer.WriteVarint(unchecked((ulong)microseconds));
        if (writer.Losses is { } losses && reader.CutsDigits(value, isInstant: true))
            losses.Add(ValueLoss.Microseconds, writer.Position);
        return code;
    }
}

/// <summary>TIMESTAMP_NTZ: the local time, in microseconds from 1970-01-01T00:00:00, in int64.</summary>
internal sealed class TimestampNtzCodec(TimeReader reader) : ScalarCodec
{
    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Escaped) return TryWriteUnescaped(value, writer);
        var code = reader.TryReadWallClock(value, out var microseconds);
        if (code != RecordErrorCode.None) return code;
        writer.WriteVarint(unchecked((ulong)microseconds));
        if (writer.Losses is { } losses && reader.CutsDigits(value, isInstant: false))
            losses.Add(ValueLoss.Microseconds, writer.Position);
        return code;
    }
}

/// <summary>
/// DATE: days since 1970-01-01 by the zone's calendar, in int32. Days before the epoch count down, also within the day.
/// </summary>
internal sealed class DateCodec(TimeReader reader) : ScalarCodec
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Escaped) return TryWriteUnescaped(value, writer);
        var code = reader.TryReadWallClock(value, out var microseconds);
        if (code != RecordErrorCode.None) return code;
        writer.WriteVarint(unchecked((ulong)Math.DivRem(microseconds, MicrosecondsPerDay, out var rest) - (rest < 0 ? 1u : 0u)));
        return RecordErrorCode.None;
    }
}
