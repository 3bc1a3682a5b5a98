using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Time;

/// <summary>One of the forms in which a column's times may be written.</summary>
internal abstract class TimeFormat
{
    /// <summary>Reads a string without escapes, or a number.</summary>
    /// <returns>
    /// <see cref="RecordErrorCode.WrongType"/> for a kind of value that the form does not have,
    /// <see cref="RecordErrorCode.TimeSyntax"/> for text of another form, <see cref="RecordErrorCode.TimeRange"/> for
    /// a time that does not exist.
    /// </returns>
    public abstract RecordErrorCode TryRead(in SourceValue value, out WrittenTime time);
}
