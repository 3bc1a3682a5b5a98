namespace SqsIngestor.Catalog.Protobuf;

/// <summary>The catalog of <see cref="DescriptorFinding.Code"/>.</summary>
public static class DescriptorFindings
{
    /// <summary>A field without a column.</summary>
    public static ErrorDescription UnknownColumn { get; } = new(
        "unknown_column", "The descriptor has a field that is not a column of the table.",
        "Add the column, or remove the field. Names are compared with case.");

    /// <summary>A field of another type.</summary>
    public static ErrorDescription WrongType { get; } = new(
        "wrong_type", "The field has a protobuf type that does not fit the type of the column.", "Pull the schema again.");

    /// <summary>A single field for a repeated one, or the like.</summary>
    public static ErrorDescription WrongShape { get; } = new(
        "wrong_shape", "The field is single, repeated or a map, and the column needs another of the three.",
        "Pull the schema again.");

    /// <summary>A NOT NULL column without a field.</summary>
    public static ErrorDescription MissingNotNull { get; } = new(
        "missing_not_null", "The descriptor has no field for a NOT NULL column.", "Add the field, or drop NOT NULL.");

    /// <summary>A column that Zerobus does not support.</summary>
    public static ErrorDescription UnsupportedType { get; } = new(
        "unsupported_type", "Zerobus does not support the type of the column here.", "Change the type of the column.");

    /// <summary>A field for a column whose values the table generates.</summary>
    public static ErrorDescription GeneratedColumn { get; } = new(
        "generated_column", "The descriptor has a field for a column whose values the table generates.", "Remove the field.");

    /// <summary>A message type that is not nested in the descriptor.</summary>
    public static ErrorDescription UnresolvedType { get; } = new(
        "unresolved_type", "The type of the field is not nested in the descriptor.", "Nest the type in the message.");

    /// <summary>A field name or number that occurs twice.</summary>
    public static ErrorDescription DuplicateField { get; } = new(
        "duplicate_field", "Two fields have the same name or number.", "Rename or renumber one of them.");

    /// <summary>A field number that protobuf does not allow.</summary>
    public static ErrorDescription BadFieldNumber { get; } = new(
        "bad_field_number", "Protobuf does not allow the number of the field.", "Use 1 to 18999 or 20000 to 536870911.");

    /// <summary>A map entry with other fields than key and value.</summary>
    public static ErrorDescription BadMapEntry { get; } = new(
        "bad_map_entry", "The entry of a map needs exactly the fields key = 1 and value = 2.", "Declare the field as map<K, V>.");

    /// <summary>More columns than the service accepts.</summary>
    public static ErrorDescription TooManyColumns { get; } = new(
        "too_many_columns", "The descriptor has more fields than Zerobus accepts.",
        "Group columns in a STRUCT, or split the table.");

    /// <summary>Every finding, for the reference page.</summary>
    public static IReadOnlyList<ErrorDescription> All { get; } =
    [
        UnknownColumn, WrongType, WrongShape, MissingNotNull, UnsupportedType, GeneratedColumn, UnresolvedType, DuplicateField,
        BadFieldNumber, BadMapEntry, TooManyColumns,
    ];
}
