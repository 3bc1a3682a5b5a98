using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Time;

/// <summary>A format of a column's times.</summary>
internal abstract class TimeFormat
{
    /// <summary>Reads a string without escapes, or a number.</summary>
    /// <returns>
    /// <see cref="RecordErrorCode.WrongType"/> for a kind of value that the format does not accept,
    /// <see cref="RecordErrorCode.TimeSyntax"/> for text of another format, <see cref="RecordErrorCode.TimeRange"/> for a time
    /// that does not exist.
    /// </returns>
    public abstract RecordErrorCode TryRead(in SourceValue value, out WrittenTime time);

    /// <summary>Whether a value that the format reads has digits other than 0 after the microsecond.</summary>
    public abstract bool CutsDigits(in SourceValue value);
}
