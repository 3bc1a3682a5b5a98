using System.Collections.Frozen;

namespace SqsIngestor.Catalog.Types;

/// <summary>The names of a kind of type.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Sql">The name that SQL prefers.</param>
/// <param name="Catalog">The <c>type_name</c> in the catalog's JSON.</param>
/// <param name="HasParameters">The name alone is not a type: DECIMAL, ARRAY and so on.</param>
/// <param name="Aliases">Other spellings that SQL accepts.</param>
internal sealed record TypeName(DeltaKind Kind, string Sql, string Catalog, bool HasParameters, params string[] Aliases);

/// <summary>The catalog of type names: one row for each kind.</summary>
internal static class TypeNames
{
    private static readonly TypeName[] Rows =
    [
        new(DeltaKind.Boolean, "BOOLEAN", "BOOLEAN", false, "BOOL"),
        new(DeltaKind.TinyInt, "TINYINT", "BYTE", false, "BYTE"),
        new(DeltaKind.SmallInt, "SMALLINT", "SHORT", false, "SHORT"),
        new(DeltaKind.Int, "INT", "INT", false, "INTEGER"),
        new(DeltaKind.BigInt, "BIGINT", "LONG", false, "LONG"),
        new(DeltaKind.Float, "FLOAT", "FLOAT", false, "REAL"),
        new(DeltaKind.Double, "DOUBLE", "DOUBLE", false),
        new(DeltaKind.Decimal, "DECIMAL", "DECIMAL", true, "DEC", "NUMERIC"),
        new(DeltaKind.String, "STRING", "STRING", false),
        new(DeltaKind.Varchar, "VARCHAR", "STRING", true),
        new(DeltaKind.Char, "CHAR", "STRING", true, "CHARACTER"),
        new(DeltaKind.Binary, "BINARY", "BINARY", false),
        new(DeltaKind.Date, "DATE", "DATE", false),
        new(DeltaKind.Timestamp, "TIMESTAMP", "TIMESTAMP", false, "TIMESTAMP_LTZ"),
        new(DeltaKind.TimestampNtz, "TIMESTAMP_NTZ", "TIMESTAMP_NTZ", false),
        new(DeltaKind.Variant, "VARIANT", "VARIANT", false),
        new(DeltaKind.Struct, "STRUCT", "STRUCT", true),
        new(DeltaKind.Array, "ARRAY", "ARRAY", true),
        new(DeltaKind.Map, "MAP", "MAP", true),
        new(DeltaKind.Interval, "INTERVAL", "INTERVAL", true),
        new(DeltaKind.Geography, "GEOGRAPHY", "GEOGRAPHY", true),
        new(DeltaKind.Geometry, "GEOMETRY", "GEOMETRY", true),
        new(DeltaKind.Void, "VOID", "NULL", false),
        new(DeltaKind.Unknown, "UNKNOWN", "USER_DEFINED_TYPE", true),
    ];

    private static readonly FrozenDictionary<string, TypeName> BySpelling = Rows
        .Where(row => row.Kind != DeltaKind.Unknown)
        .SelectMany(row => row.Aliases.Append(row.Sql).Select(spelling => KeyValuePair.Create(spelling, row)))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>In the order of <see cref="DeltaKind"/>.</summary>
    public static IReadOnlyList<TypeName> All => Rows;

    /// <summary>Every spelling that SQL accepts.</summary>
    public static IEnumerable<string> Spellings => BySpelling.Keys.Order(StringComparer.Ordinal);

    public static TypeName Of(DeltaKind kind) => Rows[(int)kind];

    /// <summary>The kind that a word names, in any case; null for other words.</summary>
    public static TypeName? Find(string word) => BySpelling.GetValueOrDefault(word);
}
