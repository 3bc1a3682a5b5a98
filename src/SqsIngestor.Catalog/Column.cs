using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog;

/// <summary>One column of a table.</summary>
/// <param name="Name">The name, case kept. Delta compares names without regard to case.</param>
/// <param name="Type">The Delta type.</param>
public sealed record Column(string Name, DeltaType Type)
{
    /// <summary>Whether the column takes NULL. Default true.</summary>
    public bool Nullable { get; init; } = true;

    /// <summary>The comment, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>The place in the table, from 0.</summary>
    public int Position { get; init; }
}
