using System.Collections.Frozen;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Shared;

namespace SqsIngestor.Catalog.Sql;

/// <summary>The type that a word which is not one probably means: another spelling, or the name in another database.</summary>
internal static class TypeSuggestion
{
    private static readonly FrozenDictionary<string, string> Foreign = new Dictionary<string, string>
    {
        ["TEXT"] = "STRING",
        ["NVARCHAR"] = "STRING",
        ["VARCHAR2"] = "STRING",
        ["NTEXT"] = "STRING",
        ["CLOB"] = "STRING",
        ["UUID"] = "STRING",
        ["DATETIME"] = "TIMESTAMP",
        ["DATETIME2"] = "TIMESTAMP",
        ["TIMESTAMPTZ"] = "TIMESTAMP",
        ["NUMBER"] = "DECIMAL",
        ["MONEY"] = "DECIMAL(19,4)",
        ["JSON"] = "VARIANT",
        ["JSONB"] = "VARIANT",
        ["BLOB"] = "BINARY",
        ["BYTEA"] = "BINARY",
        ["VARBINARY"] = "BINARY",
        ["BYTES"] = "BINARY",
        ["INT8"] = "BIGINT",
        ["INT64"] = "BIGINT",
        ["UINT64"] = "DECIMAL(20,0)",
        ["INT4"] = "INT",
        ["INT32"] = "INT",
        ["INT16"] = "SMALLINT",
        ["INT2"] = "SMALLINT",
        ["FLOAT4"] = "FLOAT",
        ["FLOAT8"] = "DOUBLE",
        ["FLOAT64"] = "DOUBLE",
        ["SERIAL"] = "INT GENERATED ALWAYS AS IDENTITY",
        ["BIGSERIAL"] = "BIGINT GENERATED ALWAYS AS IDENTITY",
        ["RECORD"] = "STRUCT",
        ["ROW"] = "STRUCT",
        ["OBJECT"] = "STRUCT or VARIANT",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static string? Hint(string word) =>
        Foreign.GetValueOrDefault(word) is { } type ? $"did you mean {type}?"
        : Nearest.Hint(word, TypeNames.Spellings)
            ?? (Nearest.Find(word, Foreign.Keys) is { } near ? $"did you mean {Foreign[near]}?" : null);
}
