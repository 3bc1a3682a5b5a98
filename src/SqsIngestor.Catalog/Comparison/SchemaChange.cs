namespace SqsIngestor.Catalog.Comparison;

/// <summary>A change of a table, of a column, or of a field inside it.</summary>
/// <param name="Path">The path from the column, for example <c>lines.element.sku</c>; empty for the table itself.</param>
/// <param name="Kind">What changes.</param>
/// <param name="Before">The old declaration in SQL, or the old name; null for none.</param>
/// <param name="After">The new declaration in SQL, or the new name; null for none.</param>
/// <param name="Breaking">Whether producers that run with the old schema fail, or write wrong values.</param>
/// <param name="Reason">Why they do or do not.</param>
public sealed record SchemaChange(string Path, ChangeKind Kind, string? Before, string? After, bool Breaking, string Reason)
{
    /// <summary>Whether producers can set the column neither before nor after the change.</summary>
    public bool IsUnset { get; init; }
}

/// <summary>The kind of change.</summary>
public enum ChangeKind
{
    /// <summary>Only the new schema has it, or only there can producers set it.</summary>
    Added,

    /// <summary>Only the old schema has it, or only there can producers set it.</summary>
    Removed,

    /// <summary>
    /// Its name changes, because the text of the new schema renames it, or only in case: <see cref="SchemaChange.Before"/> and
    /// <see cref="SchemaChange.After"/> are its names.
    /// </summary>
    Renamed,

    /// <summary>Its type changes.</summary>
    Type,

    /// <summary>NOT NULL is added or dropped.</summary>
    Nullability,

    /// <summary>Its DEFAULT, GENERATED or IDENTITY changes.</summary>
    Fill,

    /// <summary>Only its comment changes.</summary>
    Comment,

    /// <summary>
    /// Whether Zerobus can write to the table changes: <see cref="SchemaChange.Before"/> and <see cref="SchemaChange.After"/> say
    /// why it cannot.
    /// </summary>
    Table,
}
