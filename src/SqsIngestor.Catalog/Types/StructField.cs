namespace SqsIngestor.Catalog.Types;

/// <summary>One field of a STRUCT.</summary>
/// <param name="Name">The name, case kept.</param>
/// <param name="Type">The type.</param>
public sealed record StructField(string Name, DeltaType Type)
{
    /// <summary>Whether the field takes NULL. Default true.</summary>
    public bool Nullable { get; init; } = true;

    /// <summary>The comment, or null.</summary>
    public string? Comment { get; init; }
}
