using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog;

/// <summary>One column of a table.</summary>
/// <param name="Name">The name, with its case. Delta ignores case when it compares names.</param>
/// <param name="Type">The Delta type.</param>
public sealed record Column(string Name, DeltaType Type)
{
    /// <summary>Whether the column can be NULL. Default true.</summary>
    public bool Nullable { get; init; } = true;

    /// <summary>The comment, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>What gives the column a value when a writer gives none; null for nothing.</summary>
    public ColumnFill? Fill { get; init; }

    /// <summary>Whether the table alone gives the column its values: writers must leave it out.</summary>
    public bool IsGenerated => Fill is { Kind: ColumnFillKind.Generated or ColumnFillKind.IdentityAlways };

    /// <summary>The position in the table, from 0.</summary>
    public int Position { get; init; }
}
