using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Time;

/// <summary>Reads a column's times, with the first format that fits the text, in the column's zone.</summary>
/// <param name="formats">Tried in order.</param>
/// <param name="zone">The zone of times without an offset, and of local times.</param>
internal sealed class TimeReader(TimeFormat[] formats, TimeZoneRules zone)
{
    /// <summary>The point in time, in microseconds since the epoch.</summary>
    public RecordErrorCode TryReadInstant(in SourceValue value, out long microseconds)
    {
        var code = TryRead(value, out var time);
        microseconds = time.OffsetSeconds is { } offset
            ? time.Microseconds - (offset * 1_000_000L)
            : zone.ToInstant(time.Microseconds);
        return code == RecordErrorCode.None ? Check(microseconds) : code;
    }

    /// <summary>The local time in the zone, in microseconds from 1970-01-01T00:00:00.</summary>
    public RecordErrorCode TryReadWallClock(in SourceValue value, out long microseconds)
    {
        var code = TryRead(value, out var time);
        microseconds = time.OffsetSeconds is { } offset
            ? zone.ToWallClock(time.Microseconds - (offset * 1_000_000L))
            : time.Microseconds;
        return code == RecordErrorCode.None ? Check(microseconds) : code;
    }

    private RecordErrorCode TryRead(in SourceValue value, out WrittenTime time)
    {
        time = WrittenTime.OfInstant(value.Integer);
        if (value.Kind == ValueKind.Instant) return RecordErrorCode.None;
        var result = RecordErrorCode.WrongType;
        foreach (var format in formats)
        {
            var code = format.TryRead(value, out time);
            if (code == RecordErrorCode.None) return code;
            // The most exact error is kept: a time that does not exist is better than text of no format.
            if (result != RecordErrorCode.TimeRange && code != RecordErrorCode.WrongType) result = code;
        }
        return result;
    }

    private static RecordErrorCode Check(long microseconds) =>
        WrittenTime.IsInRange(microseconds) ? RecordErrorCode.None : RecordErrorCode.TimeRange;
}
