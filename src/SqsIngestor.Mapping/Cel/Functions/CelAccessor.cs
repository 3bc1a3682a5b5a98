namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>Parts of timestamps and durations; the members' names are those of CEL's functions without "get".</summary>
internal enum CelAccessor : byte
{
    FullYear,
    Month,
    Date,
    DayOfMonth,
    DayOfWeek,
    DayOfYear,
    Hours,
    Minutes,
    Seconds,
    Milliseconds,
}
