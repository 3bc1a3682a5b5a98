namespace SqsIngestor.Catalog.Types;

/// <summary>STRUCT&lt;name: type, …&gt;.</summary>
/// <param name="Fields">The fields in order. SQL allows none; Zerobus needs one.</param>
public sealed record StructType(IReadOnlyList<StructField> Fields) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.Struct;

    /// <summary>Equal when the fields are, in order.</summary>
    public bool Equals(StructType? other) => other is not null && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var field in Fields) hash.Add(field);
        return hash.ToHashCode();
    }
}
