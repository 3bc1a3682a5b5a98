using SqsIngestor.Shared;

namespace SqsIngestor.Catalog;

/// <summary>The full name of a Unity Catalog table: exactly three non-empty parts.</summary>
/// <param name="Catalog">The catalog, as written.</param>
/// <param name="Schema">The schema, as written.</param>
/// <param name="Table">The table, as written.</param>
public sealed record TableName(string Catalog, string Schema, string Table)
{
    /// <summary>The catalog of a name of one or two parts.</summary>
    public const string DefaultCatalog = "main";

    /// <summary>The schema of a name of one part, as in Databricks.</summary>
    public const string DefaultSchema = "default";

    /// <summary>Reads <c>catalog.schema.table</c>, without quotes.</summary>
    /// <param name="text">The full name.</param>
    /// <returns>The name; null when <paramref name="text"/> is not three parts of 1 to 255 ASCII letters, digits and
    /// underscores.</returns>
    public static TableName? TryParse(string? text) =>
        TableNameRule.TrySplit(text) is var (catalog, schema, table) ? new TableName(catalog, schema, table) : null;

    /// <summary>What is wrong with a text that is not a full name, such as its first character at fault.</summary>
    public static string Problem(string text) => TableNameRule.Problem(text);

    /// <summary>Reads <c>catalog.schema.table</c>.</summary>
    /// <exception cref="FormatException">The text is not a valid full name.</exception>
    public static TableName Parse(string text) => TryParse(text)
        ?? throw new FormatException($"'{text}' is not a full table name: {Problem(text)}. Use {TableNameRule.Requirement}.");

    /// <summary>The catalog and its schema, <c>catalog.schema</c>.</summary>
    public string SchemaName => $"{Catalog}.{Schema}";

    /// <summary><c>catalog.schema.table</c>, without quotes, as the services expect it.</summary>
    public override string ToString() => $"{Catalog}.{Schema}.{Table}";
}
