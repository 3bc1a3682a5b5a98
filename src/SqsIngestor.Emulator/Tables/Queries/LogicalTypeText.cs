using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods.LogicalType;

namespace SqsIngestor.Emulator.Tables.Queries;

/// <summary>The text of a DuckDB type.</summary>
internal static class LogicalTypeText
{
    public static string Of(DuckDBLogicalType type)
    {
        if (LogicalTypeAlias.Of(type) is { } alias) return alias;
        var id = DuckDBGetTypeId(type);
        switch (id)
        {
            case DuckDBType.Decimal:
                return $"DECIMAL({DuckDBDecimalWidth(type)},{DuckDBDecimalScale(type)})";
            case DuckDBType.List:
                using (var element = DuckDBListTypeChildType(type)) return $"{Of(element)}[]";
            case DuckDBType.Array:
                using (var element = DuckDBArrayTypeChildType(type)) return $"{Of(element)}[{DuckDBArrayVectorGetSize(type)}]";
            case DuckDBType.Map:
                using (var key = DuckDBMapTypeKeyType(type))
                using (var value = DuckDBMapTypeValueType(type)) return $"MAP({Of(key)}, {Of(value)})";
            case DuckDBType.Struct:
                return OfStruct(type);
            default:
                return Name(id);
        }
    }

    private static string OfStruct(DuckDBLogicalType type)
    {
        var fields = new string[DuckDBStructTypeChildCount(type)];
        for (var i = 0; i < fields.Length; i++)
        {
            using var field = DuckDBStructTypeChildType(type, i);
            fields[i] = $"{DuckDBStructTypeChildName(type, i)} {Of(field)}";
        }

        return $"STRUCT({string.Join(", ", fields)})";
    }

    private static string Name(DuckDBType id) => id switch
    {
        DuckDBType.UnsignedTinyInt => "UTINYINT",
        DuckDBType.UnsignedSmallInt => "USMALLINT",
        DuckDBType.UnsignedInteger => "UINTEGER",
        DuckDBType.UnsignedBigInt => "UBIGINT",
        DuckDBType.TimestampS => "TIMESTAMP_S",
        DuckDBType.TimestampMs => "TIMESTAMP_MS",
        DuckDBType.TimestampNs => "TIMESTAMP_NS",
        DuckDBType.TimeTz => "TIMETZ",
        _ => id.ToString().ToUpperInvariant(),
    };
}
