using SqsIngestor.Mapping.Records.Limits;

namespace SqsIngestor.Mapping.Language.Types;

/// <summary>
/// What a table says of a field beyond its protobuf type. For an ARRAY it is what the table says of an element, for a MAP of a
/// value, except <see cref="NotNull"/>. Immutable; any thread may use it.
/// </summary>
public sealed record ColumnType
{
    /// <summary>The name of the type, as in SQL: <c>DECIMAL(12,4)</c>. Empty if only the protobuf type is known.</summary>
    public string Name { get; init; } = "";

    /// <summary>The <c>as</c> with which a value of JSON fits, for <c>auto</c>; null for none.</summary>
    public string? As { get; init; }

    /// <summary>The values that the column takes; null for all that its protobuf type holds.</summary>
    public ValueLimit? Limit { get; init; }

    /// <summary>
    /// Whether an ARRAY or MAP is NOT NULL, which protobuf cannot say. Other fields that are NOT NULL are required.
    /// </summary>
    public bool NotNull { get; init; }

    /// <summary>The keys of a MAP; null for other fields.</summary>
    public ColumnType? Key { get; init; }

    /// <summary>The fields of a STRUCT, by name; empty for other fields.</summary>
    public IReadOnlyDictionary<string, ColumnType> Fields { get; init; } = new Dictionary<string, ColumnType>();
}

/// <summary>What is known of the table of a message.</summary>
/// <param name="Columns">The columns by name. A column need not be there.</param>
/// <param name="Problems">Why no table can have such a message: a sentence for each field, with its path.</param>
public sealed record TableTypes(IReadOnlyDictionary<string, ColumnType> Columns, IReadOnlyList<string> Problems);
