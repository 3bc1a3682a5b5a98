using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Emulator.Tables;

/// <summary>The DuckDB types of Delta types.</summary>
internal static class DuckDbTypes
{
    /// <summary>The type of a column that holds values of a Delta type.</summary>
    /// <exception cref="NotSupportedException">DuckDB, or Zerobus, has no form for the type.</exception>
    public static string Of(DeltaType type) => type switch
    {
        DecimalType number => $"DECIMAL({number.Precision},{number.Scale})",
        ArrayType array => $"{Of(array.Element)}[]",
        MapType map => $"MAP({Of(map.Key)}, {Of(map.Value)})",
        StructType { Fields.Count: 0 } => throw new NotSupportedException("A STRUCT without fields cannot be stored."),
        StructType structure =>
            $"STRUCT({string.Join(", ", structure.Fields.Select(field => $"{Quote(field.Name)} {Of(field.Type)}"))})",
        _ => OfScalar(type),
    };

    /// <summary>A name in double quotes.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string OfScalar(DeltaType type) => type.Kind switch
    {
        DeltaKind.Boolean => "BOOLEAN",
        DeltaKind.TinyInt => "TINYINT",
        DeltaKind.SmallInt => "SMALLINT",
        DeltaKind.Int => "INTEGER",
        DeltaKind.BigInt => "BIGINT",
        DeltaKind.Float => "FLOAT",
        DeltaKind.Double => "DOUBLE",
        DeltaKind.String or DeltaKind.Varchar or DeltaKind.Char => "VARCHAR",
        DeltaKind.Binary => "BLOB",
        DeltaKind.Date => "DATE",
        DeltaKind.Timestamp => "TIMESTAMPTZ",
        DeltaKind.TimestampNtz => "TIMESTAMP",
        DeltaKind.Variant => "JSON",
        _ => throw new NotSupportedException($"A column of type {type} cannot be stored."),
    };
}
