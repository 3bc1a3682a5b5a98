using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Cli.Infer.Evidence;

/// <summary>What a schema says of the values of a place.</summary>
internal sealed record DeclaredType
{
    /// <summary>The type of a single value.</summary>
    public DeltaType? Scalar { get; init; }

    /// <summary>
    /// Whether the type counts also where the values fit another one. A plain number or text can still be a time.
    /// </summary>
    public bool IsExact { get; init; }

    /// <summary>The members of an object, in their order.</summary>
    public IReadOnlyList<(string Name, DeclaredType Type)>? Fields { get; init; }

    /// <summary>The elements of an array.</summary>
    public DeclaredType? Items { get; init; }

    /// <summary>Whether a value can be null.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The values of an object whose names are data.</summary>
    public DeclaredType? Entries { get; init; }

    /// <summary>Nothing is said.</summary>
    public static DeclaredType Unknown { get; } = new();

    /// <summary>What two schemas say together: nothing, if they contradict each other.</summary>
    public DeclaredType With(DeclaredType other) =>
        (IsLike(other) ? this : Unknown) with { IsOptional = IsOptional || other.IsOptional };

    private bool IsLike(DeclaredType other) =>
        Equals(Scalar, other.Scalar) && (Fields is null, Items is null, Entries is null)
            == (other.Fields is null, other.Items is null, other.Entries is null);
}
