using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Time;

/// <summary>The times that a column takes, in microseconds, both ends included.</summary>
/// <param name="From">The earliest.</param>
/// <param name="To">The latest.</param>
internal readonly record struct TimeBounds(long From, long To)
{
    /// <summary>The years 1 to 9999.</summary>
    public static TimeBounds Calendar { get; } = new(WrittenTime.MinMicroseconds, WrittenTime.MaxMicroseconds);

    /// <summary>Whether the column takes the time, or why it does not.</summary>
    public RecordErrorCode Check(long microseconds) =>
        microseconds >= From && microseconds <= To && WrittenTime.IsInRange(microseconds) ? RecordErrorCode.None
            : WrittenTime.IsInRange(microseconds) ? RecordErrorCode.TimeBounds
            : RecordErrorCode.TimeRange;
}

/// <summary>The part of a time that a column holds.</summary>
internal enum TimeUse : byte
{
    /// <summary>A point in time.</summary>
    Instant,

    /// <summary>What clocks and calendars show, without a zone.</summary>
    WallClock,

    /// <summary>A day of the calendar.</summary>
    Date,
}
