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

    /// <summary>Whether the table computes the values of the column: writers must leave it out.</summary>
    public bool IsGenerated => Fill is { Kind: ColumnFillKind.Generated or ColumnFillKind.IdentityAlways };

    /// <summary>
    /// Whether each row of a writer needs a value for the column: it is NOT NULL, and the table does not compute it. Zerobus does
    /// not fill in a DEFAULT.
    /// </summary>
    public bool MustHaveValue => !Nullable && !IsGenerated;

    /// <summary>The place among the columns that partition the table, from 0; null if it does not.</summary>
    public int? PartitionIndex { get; init; }

    /// <summary>Whether the column has the tag <see cref="RescueTag"/>.</summary>
    public bool IsTaggedRescue { get; init; }

    /// <summary>The tag of the column in which Zerobus keeps what does not fit, for JSON streams.</summary>
    public const string RescueTag = "zerobus-rescue";

    /// <summary>The position in the table, from 0.</summary>
    public int Position { get; init; }
}
