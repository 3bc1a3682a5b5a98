using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Time;

/// <summary>A column's times: the first of its formats that reads the text, in its zone.</summary>
/// <param name="formats">Tried in order.</param>
/// <param name="zone">For times without an offset, and for what the clocks show.</param>
internal sealed class TimeReader(TimeFormat[] formats, TimeZoneRules zone)
{
    /// <summary>The moment, in microseconds since the epoch.</summary>
    public RecordErrorCode TryReadInstant(in SourceValue value, out long microseconds)
    {
        var code = TryRead(value, out var time);
        microseconds = time.OffsetSeconds is { } offset
            ? time.Microseconds - (offset * 1_000_000L)
            : zone.ToInstant(time.Microseconds);
        return code == RecordErrorCode.None ? Check(microseconds) : code;
    }

    /// <summary>What the zone's clocks show then, in microseconds from 1970-01-01T00:00:00.</summary>
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
            // A format that knows the text better says more: a time that does not exist, then text of no format.
            if (result != RecordErrorCode.TimeRange && code != RecordErrorCode.WrongType) result = code;
        }
        return result;
    }

    private static RecordErrorCode Check(long microseconds) =>
        WrittenTime.IsInRange(microseconds) ? RecordErrorCode.None : RecordErrorCode.TimeRange;
}
