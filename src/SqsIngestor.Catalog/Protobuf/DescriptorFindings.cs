namespace SqsIngestor.Catalog.Protobuf;

/// <summary>The values of <see cref="DescriptorFinding.Code"/>.</summary>
internal static class FindingCodes
{
    public const string UnknownColumn = "unknown_column";
    public const string WrongType = "wrong_type";
    public const string WrongShape = "wrong_shape";
    public const string MissingNotNull = "missing_not_null";
    public const string UnsupportedType = "unsupported_type";
    public const string UnresolvedType = "unresolved_type";
    public const string DuplicateField = "duplicate_field";
    public const string BadFieldNumber = "bad_field_number";
    public const string BadMapEntry = "bad_map_entry";
    public const string TooManyColumns = "too_many_columns";
}
