using System.Text;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Json;

namespace SqsIngestor.Tests.Shared;

/// <summary>A table for each rule about what Zerobus writes to, as Unity Catalog answers it.</summary>
internal static class TargetTables
{
    private const string Id = """{"name":"id","type_text":"bigint","position":0}""";

    private const string Partition = """{"name":"key","type_text":"string","position":1,"partition_index":0}""";

    private const string Generated = """
        {"name":"day","type_text":"date","position":1,
         "type_json":"{\"name\":\"day\",\"type\":\"date\",\"metadata\":{\"delta.generationExpression\":\"CAST(id AS DATE)\"}}"}
        """;

    private static readonly string Wide =
        string.Join(",", Enumerable.Range(0, 2_001).Select(i => $$"""{"name":"c{{i}}","type_text":"int","position":{{i}}}"""));

    private static readonly Dictionary<string, (string Members, string Columns)> Answers = new()
    {
        ["table_is_view"] = ("""
            "table_type":"VIEW","data_source_format":null,"securable_kind":"TABLE_VIEW"
            """, Id),
        ["table_is_materialized_view"] = ("""
            "table_type":"MATERIALIZED_VIEW","data_source_format":"DELTA","securable_kind":"TABLE_MATERIALIZED_VIEW"
            """, Id),
        ["table_is_metric_view"] = ("\"table_type\":\"METRIC_VIEW\"", Id),
        ["table_is_foreign"] = ("""
            "table_type":"FOREIGN","data_source_format":"POSTGRESQL_FORMAT","securable_kind":"TABLE_FOREIGN_POSTGRESQL"
            """, Id),
        ["table_is_shared"] = ("\"table_type\":\"MANAGED\",\"securable_kind\":\"TABLE_DELTASHARING\"", Id),
        ["table_is_external"] = ("\"table_type\":\"EXTERNAL\",\"data_source_format\":\"DELTA\"", Id),
        ["table_is_shallow_clone"] = ("\"table_type\":\"MANAGED_SHALLOW_CLONE\",\"data_source_format\":\"DELTA\"", Id),
        ["table_is_temporary"] = ("\"table_type\":\"TEMPORARY\"", Id),
        ["table_not_delta"] = ("""
            "table_type":"MANAGED","data_source_format":"DELTA","securable_kind":"TABLE_DELTA_ICEBERG_MANAGED"
            """, Id),
        ["table_not_writable"] = ("\"table_type\":\"SOMETHING_NEW\"", Id),
        ["table_has_check_constraint"] = ("\"table_type\":\"MANAGED\",\"properties\":{\"delta.constraints.ck\":\"id > 0\"}", Id),
        ["table_is_catalog_managed"] = (
            "\"table_type\":\"MANAGED\",\"properties\":{\"delta.feature.catalogManaged\":\"supported\"}", Id),
        ["table_too_wide"] = ("\"table_type\":\"MANAGED\"", Wide),
        ["table_in_default_storage"] = ("\"table_type\":\"MANAGED\",\"securable_kind\":\"TABLE_DB_STORAGE\"", Id),
        ["table_is_partitioned"] = (
            "\"table_type\":\"STREAMING_TABLE\"", $"{Id},{Partition}"),
        ["table_has_generated_columns"] = (
            "\"table_type\":\"MANAGED\"", $"{Id},{Generated}"),
    };

    /// <summary>The codes of refusals that an answer of the catalog can have for any name, and with columns.</summary>
    public static IEnumerable<object[]> Refused =>
        Answers.Keys.TakeWhile(code => code != "table_in_default_storage").Select(code => new object[] { code });

    /// <summary>The codes of warnings that an answer of the catalog can have.</summary>
    public static IEnumerable<object[]> Warned =>
        Answers.Keys.SkipWhile(code => code != "table_in_default_storage").Select(code => new object[] { code });

    /// <summary>The answer of the catalog for a table to which the rule with this code applies.</summary>
    public static string Json(string code, string name) =>
        $$"""{"full_name":"{{name}}",{{Answers[code].Members}},"columns":[{{Answers[code].Columns}}]}""";

    /// <summary>The table of that answer.</summary>
    public static CatalogTable Table(string code, string name) => CatalogJson.Read(Encoding.UTF8.GetBytes(Json(code, name)));
}
