#pragma warning disable CA1720 // A JSON pointer is called a pointer.

namespace SqsIngestor.Mapping.Diagnostics;

/// <summary>The reason why a message could not become rows, and the place. Never contains a value of the message.</summary>
/// <param name="Code">The kind of error.</param>
/// <param name="Table">The table whose row failed; empty if the message failed before it was routed to a table.</param>
/// <param name="Column">The column, with dots into nested fields; empty if the error does not belong to a column.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) to the value in the source document; empty for none.</param>
public sealed record RecordError(RecordErrorCode Code, string Table, string Column, string Pointer)
{
    /// <summary>What was found and what was wanted: kinds, sizes and places, never content. Empty if that is not known.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The code, and the place and the detail if known, in one line.</summary>
    public string Text => Detail.Length > 0 ? $"{this}: {Detail}" : ToString();

    /// <summary>The code, and the place if known, in one line.</summary>
    public override string ToString()
    {
        var column = Column.Length > 0 ? $" in column '{Column}'" : "";
        var table = Table.Length > 0 ? $" of {Table}" : "";
        var pointer = Pointer.Length > 0 ? $" at {Pointer}" : "";
        return Code.ToText() + column + table + pointer;
    }
}
