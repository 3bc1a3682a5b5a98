namespace SqsIngestor.Catalog.Sql;

/// <summary>A <c>CREATE TABLE</c> statement, or the name and the kind of a view.</summary>
/// <param name="NameParts">The one to three parts of the table's name, as written, or completed by a USE before.</param>
/// <param name="Columns">The columns in order.</param>
public sealed record CreateTableStatement(IReadOnlyList<string> NameParts, IReadOnlyList<Column> Columns)
{
    /// <summary>CREATE OR REPLACE.</summary>
    public bool OrReplace { get; init; }

    /// <summary>IF NOT EXISTS.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>The table's comment, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>The format after USING, in capitals. Default DELTA.</summary>
    public string Format { get; init; } = "DELTA";

    /// <summary>The kind of the table, as the catalog calls it: MANAGED, STREAMING_TABLE, TEMPORARY, VIEW or
    /// MATERIALIZED_VIEW.</summary>
    public string Kind { get; init; } = "MANAGED";

    /// <summary>Whether the statement creates a view, of which only the name is known.</summary>
    public bool IsView => Kind.EndsWith("VIEW", StringComparison.Ordinal);

    /// <summary>Whether EXTERNAL or a LOCATION makes the table EXTERNAL.</summary>
    public bool External { get; init; }

    /// <summary>TBLPROPERTIES.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>What RENAME COLUMN did to the columns that are still there, in order.</summary>
    public IReadOnlyList<ColumnRename> Renames { get; init; } = [];

    /// <summary>Reads a text with exactly one statement.</summary>
    /// <param name="text">SQL as Databricks reads it. It can end with a semicolon.</param>
    /// <exception cref="SqlSyntaxException">The text does not follow the grammar; every problem.</exception>
    public static CreateTableStatement Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CreateTableParser.ParseOnly(new SqlTokenReader(text));
    }

    /// <summary>
    /// Reads the tables that are there after a script. ALTER, DROP and CREATE OR REPLACE TABLE change the tables before them,
    /// USE completes names, and other statements of Databricks are skipped.
    /// </summary>
    /// <param name="text">SQL as Databricks reads it.</param>
    /// <param name="variables">The values of <c>${name}</c>, <c>{{name}}</c>, and <c>:name</c> in IDENTIFIER.</param>
    /// <exception cref="SqlSyntaxException">The text does not follow the grammar; every problem.</exception>
    public static IReadOnlyList<CreateTableStatement> ParseAll(string text, IReadOnlyDictionary<string, string>? variables = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new SqlScriptParser(new SqlTokenReader(new SqlSource(text, variables))).Parse().Tables;
    }

    /// <summary>
    /// Reads the tables that are there after a script, and then its views: by name alone, because only Databricks knows their
    /// columns.
    /// </summary>
    /// <param name="text">SQL as Databricks reads it.</param>
    /// <param name="variables">As for <see cref="ParseAll"/>.</param>
    /// <exception cref="SqlSyntaxException">The text does not follow the grammar; every problem.</exception>
    public static IReadOnlyList<CreateTableStatement> ParseAllWithViews(
        string text, IReadOnlyDictionary<string, string>? variables = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (tables, views) = new SqlScriptParser(new SqlTokenReader(new SqlSource(text, variables))).Parse();
        return [.. tables, .. views];
    }

    /// <summary>The table that the statement creates.</summary>
    /// <param name="defaultCatalog">The catalog for a name of one or two parts.</param>
    /// <param name="defaultSchema">The schema for a name of one part.</param>
    public CatalogTable ToTable(string defaultCatalog = TableName.DefaultCatalog, string defaultSchema = TableName.DefaultSchema)
    {
        var table = NameParts[^1];
        var schema = NameParts.Count > 1 ? NameParts[^2] : defaultSchema;
        var catalog = NameParts.Count > 2 ? NameParts[^3] : defaultCatalog;
        return ToTable(new TableName(catalog, schema, table)) with { HasDefaultSchema = NameParts.Count == 1 };
    }

    /// <summary>The table that the statement creates, with another name.</summary>
    /// <param name="name">The full name; it overrides the name in the statement.</param>
    public CatalogTable ToTable(TableName name) => new(name, Columns)
    {
        Comment = Comment,
        DataSourceFormat = Format,
        Properties = Properties,
        Renames = Renames,
        TableType = !External ? Kind : Kind.EndsWith("_CLONE", StringComparison.Ordinal) ? "EXTERNAL_SHALLOW_CLONE" : "EXTERNAL",
    };
}
