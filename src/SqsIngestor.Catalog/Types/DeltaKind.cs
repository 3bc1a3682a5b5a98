using System.Diagnostics.CodeAnalysis;

namespace SqsIngestor.Catalog.Types;

/// <summary>The kinds of Delta type.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names are SQL's.")]
public enum DeltaKind
{
    /// <summary>BOOLEAN.</summary>
    Boolean,

    /// <summary>TINYINT, one byte. Aliases: BYTE.</summary>
    TinyInt,

    /// <summary>SMALLINT, two bytes. Aliases: SHORT.</summary>
    SmallInt,

    /// <summary>INT, four bytes. Aliases: INTEGER.</summary>
    Int,

    /// <summary>BIGINT, eight bytes. Aliases: LONG.</summary>
    BigInt,

    /// <summary>FLOAT, four bytes. Aliases: REAL.</summary>
    Float,

    /// <summary>DOUBLE, eight bytes.</summary>
    Double,

    /// <summary>DECIMAL(p,s). Aliases: DEC, NUMERIC.</summary>
    Decimal,

    /// <summary>STRING, with or without a collation.</summary>
    String,

    /// <summary>VARCHAR(n).</summary>
    Varchar,

    /// <summary>CHAR(n). Aliases: CHARACTER.</summary>
    Char,

    /// <summary>BINARY.</summary>
    Binary,

    /// <summary>DATE.</summary>
    Date,

    /// <summary>TIMESTAMP, a point in time. Aliases: TIMESTAMP_LTZ.</summary>
    Timestamp,

    /// <summary>TIMESTAMP_NTZ, a local time without a time zone.</summary>
    TimestampNtz,

    /// <summary>VARIANT, semi-structured.</summary>
    Variant,

    /// <summary>STRUCT.</summary>
    Struct,

    /// <summary>ARRAY.</summary>
    Array,

    /// <summary>MAP.</summary>
    Map,

    /// <summary>INTERVAL; Zerobus does not support it.</summary>
    Interval,

    /// <summary>GEOGRAPHY; Zerobus does not support it.</summary>
    Geography,

    /// <summary>GEOMETRY; Zerobus does not support it.</summary>
    Geometry,

    /// <summary>VOID; Zerobus does not support it.</summary>
    Void,

    /// <summary>A type of the catalog that this program does not know.</summary>
    Unknown,
}
