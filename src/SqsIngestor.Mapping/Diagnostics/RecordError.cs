#pragma warning disable CA1720 // A JSON pointer is called a pointer.

namespace SqsIngestor.Mapping.Diagnostics;

/// <summary>Why a message could not become rows, and where. Never holds a value of the message.</summary>
/// <param name="Code">The kind of error.</param>
/// <param name="Table">The table whose row failed; empty when the message failed before any table was looked at.</param>
/// <param name="Column">The column, with dots into nested fields; empty when no column is at fault.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) to the value in the source document; empty when there is none.</param>
public sealed record RecordError(RecordErrorCode Code, string Table, string Column, string Pointer)
{
    /// <summary>Code and place, as far as there is one, in one line.</summary>
    public override string ToString()
    {
        var column = Column.Length > 0 ? $" in column '{Column}'" : "";
        var table = Table.Length > 0 ? $" of {Table}" : "";
        var pointer = Pointer.Length > 0 ? $" at {Pointer}" : "";
        return Code.ToText() + column + table + pointer;
    }
}
