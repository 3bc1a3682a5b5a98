using System.Collections.Frozen;

namespace SqsIngestor.Catalog.Types;

/// <summary>The names of the types without parameters, aliases included.</summary>
internal static class TypeNames
{
    /// <summary>Every spelling, compared without regard to case.</summary>
    public static FrozenDictionary<string, DeltaKind> Scalars { get; } = new Dictionary<string, DeltaKind>
    {
        ["BOOLEAN"] = DeltaKind.Boolean,
        ["BOOL"] = DeltaKind.Boolean,
        ["TINYINT"] = DeltaKind.TinyInt,
        ["BYTE"] = DeltaKind.TinyInt,
        ["SMALLINT"] = DeltaKind.SmallInt,
        ["SHORT"] = DeltaKind.SmallInt,
        ["INT"] = DeltaKind.Int,
        ["INTEGER"] = DeltaKind.Int,
        ["BIGINT"] = DeltaKind.BigInt,
        ["LONG"] = DeltaKind.BigInt,
        ["FLOAT"] = DeltaKind.Float,
        ["REAL"] = DeltaKind.Float,
        ["DOUBLE"] = DeltaKind.Double,
        ["STRING"] = DeltaKind.String,
        ["BINARY"] = DeltaKind.Binary,
        ["DATE"] = DeltaKind.Date,
        ["TIMESTAMP"] = DeltaKind.Timestamp,
        ["TIMESTAMP_LTZ"] = DeltaKind.Timestamp,
        ["TIMESTAMP_NTZ"] = DeltaKind.TimestampNtz,
        ["VARIANT"] = DeltaKind.Variant,
        ["VOID"] = DeltaKind.Void,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name that SQL prefers for a kind without parameters.</summary>
    public static string Preferred(DeltaKind kind) => kind switch
    {
        DeltaKind.Boolean => "BOOLEAN",
        DeltaKind.TinyInt => "TINYINT",
        DeltaKind.SmallInt => "SMALLINT",
        DeltaKind.Int => "INT",
        DeltaKind.BigInt => "BIGINT",
        DeltaKind.Float => "FLOAT",
        DeltaKind.Double => "DOUBLE",
        DeltaKind.Decimal => "DECIMAL",
        DeltaKind.String => "STRING",
        DeltaKind.Varchar => "VARCHAR",
        DeltaKind.Char => "CHAR",
        DeltaKind.Binary => "BINARY",
        DeltaKind.Date => "DATE",
        DeltaKind.Timestamp => "TIMESTAMP",
        DeltaKind.TimestampNtz => "TIMESTAMP_NTZ",
        DeltaKind.Variant => "VARIANT",
        DeltaKind.Struct => "STRUCT",
        DeltaKind.Array => "ARRAY",
        DeltaKind.Map => "MAP",
        DeltaKind.Interval => "INTERVAL",
        DeltaKind.Geography => "GEOGRAPHY",
        DeltaKind.Geometry => "GEOMETRY",
        DeltaKind.Void => "VOID",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of Delta type."),
    };
}
