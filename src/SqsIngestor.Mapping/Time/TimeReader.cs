using System.Diagnostics;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Time;

/// <summary>Reads a column's times, in the column's zone, with the first format that gives a time within the bounds.</summary>
/// <param name="formats">Tried in order.</param>
/// <param name="zone">The zone of times without an offset, and of local times.</param>
/// <param name="bounds">The times that the column takes.</param>
internal sealed class TimeReader(TimeFormat[] formats, TimeZoneRules zone, TimeBounds bounds)
{
    /// <summary>The point in time, in microseconds since the epoch.</summary>
    public RecordErrorCode TryReadInstant(in SourceValue value, out long microseconds)
    {
        microseconds = value.Integer;
        if (value.Kind == ValueKind.Instant) return bounds.Check(microseconds);
        var result = RecordErrorCode.WrongType;
        foreach (var format in formats)
        {
            var code = format.TryRead(value, out var time);
            if (code == RecordErrorCode.None) code = bounds.Check(microseconds = time.ToInstant(zone));
            if (code == RecordErrorCode.None) return code;
            result = MoreExact(result, code);
        }
        return result;
    }

    /// <summary>The local time in the zone, in microseconds from 1970-01-01T00:00:00.</summary>
    public RecordErrorCode TryReadWallClock(in SourceValue value, out long microseconds)
    {
        microseconds = 0;
        if (value.Kind == ValueKind.Instant) return bounds.Check(microseconds = zone.ToWallClock(value.Integer));
        var result = RecordErrorCode.WrongType;
        foreach (var format in formats)
        {
            var code = format.TryRead(value, out var time);
            if (code == RecordErrorCode.None) code = bounds.Check(microseconds = time.ToWallClock(zone));
            if (code == RecordErrorCode.None) return code;
            result = MoreExact(result, code);
        }
        return result;
    }

    /// <summary>Whether a value, which is read, has digits other than 0 after the microsecond.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isInstant">It is read as a point in time, and not as a local time.</param>
    public bool CutsDigits(in SourceValue value, bool isInstant)
    {
        if (value.Kind == ValueKind.Instant) return value.CutsDigits;
        foreach (var format in formats)
        {
            if (format.TryRead(value, out var time) != RecordErrorCode.None) continue;
            var code = bounds.Check(isInstant ? time.ToInstant(zone) : time.ToWallClock(zone));
            if (code == RecordErrorCode.None) return format.CutsDigits(value);
        }
        return false;
    }

    /// <summary>
    /// A time outside the bounds says more than a time that does not exist, that more than text of no format, and that more than
    /// a value of another kind.
    /// </summary>
    private static RecordErrorCode MoreExact(RecordErrorCode one, RecordErrorCode other) =>
        Rank(other) >= Rank(one) ? other : one;

    private static int Rank(RecordErrorCode code) => code switch
    {
        RecordErrorCode.TimeBounds => 3,
        RecordErrorCode.TimeRange => 2,
        RecordErrorCode.TimeSyntax => 1,
        RecordErrorCode.WrongType => 0,
        _ => throw new UnreachableException($"A time format does not give {code}."),
    };
}
