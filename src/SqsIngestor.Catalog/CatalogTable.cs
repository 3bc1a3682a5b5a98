namespace SqsIngestor.Catalog;

/// <summary>The definition of a Unity Catalog table.</summary>
/// <param name="Name">The full name.</param>
/// <param name="Columns">The columns in the order of their positions.</param>
public sealed record CatalogTable(TableName Name, IReadOnlyList<Column> Columns)
{
    /// <summary>
    /// Whether the catalog and the schema of the name are defaults, because the text that describes the table leaves them out.
    /// </summary>
    public bool HasDefaultSchema { get; init; }

    /// <summary>
    /// Whether the table is read from a descriptor, which has neither DEFAULT and GENERATED nor table properties. Default false.
    /// </summary>
    public bool IsDescribed { get; init; }

    /// <summary>The table's comment, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>The catalog's <c>table_type</c>: MANAGED (the default), EXTERNAL, VIEW, FOREIGN and others.</summary>
    public string TableType { get; init; } = "MANAGED";

    /// <summary>
    /// The catalog's <c>securable_kind</c>, such as TABLE_DELTA or TABLE_DB_STORAGE; null if the answer has none, as SQL and
    /// descriptors.
    /// </summary>
    public string? SecurableKind { get; init; }

    /// <summary>Whether the table is a view of any kind, which has no rows of its own.</summary>
    public bool IsView => TableType.EndsWith("VIEW", StringComparison.OrdinalIgnoreCase);

    /// <summary>The catalog's <c>data_source_format</c>. Default DELTA.</summary>
    public string DataSourceFormat { get; init; } = "DELTA";

    /// <summary>TBLPROPERTIES. Empty by default.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>The columns that RENAME COLUMN gave another name, in the order of the statements. Empty by default.</summary>
    public IReadOnlyList<ColumnRename> Renames { get; init; } = [];

    /// <summary>The column of this name, compared with case; null if not found.</summary>
    public Column? Find(string columnName) =>
        Columns.FirstOrDefault(column => string.Equals(column.Name, columnName, StringComparison.Ordinal));
}

/// <summary>A column that got another name.</summary>
/// <param name="Old">The name before.</param>
/// <param name="New">The name after.</param>
public sealed record ColumnRename(string Old, string New);
