namespace SqsIngestor.Catalog.Comparison;

/// <summary>In what a column differs.</summary>
public enum ChangeKind
{
    /// <summary>The new schema has it, the old one does not.</summary>
    Added,

    /// <summary>The old schema has it, the new one does not.</summary>
    Removed,

    /// <summary>Its type is another.</summary>
    Type,

    /// <summary>NOT NULL came or went.</summary>
    Nullability,

    /// <summary>Only its comment is another.</summary>
    Comment,
}
