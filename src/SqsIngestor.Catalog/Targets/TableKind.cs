namespace SqsIngestor.Catalog.Targets;

/// <summary>What a table is to Zerobus, by <c>table_type</c>, <c>data_source_format</c> and <c>securable_kind</c>.</summary>
internal enum TableKind
{
    /// <summary>A managed Delta table.</summary>
    Managed,

    /// <summary>A streaming table.</summary>
    StreamingTable,

    /// <summary>A table at a location that its owner chose.</summary>
    External,

    /// <summary>A view.</summary>
    View,

    /// <summary>A materialized view.</summary>
    MaterializedView,

    /// <summary>A metric view.</summary>
    MetricView,

    /// <summary>A table of another system.</summary>
    Foreign,

    /// <summary>A table of a Delta Sharing provider.</summary>
    Shared,

    /// <summary>A shallow clone.</summary>
    ShallowClone,

    /// <summary>A temporary table. The catalog does not list it; SQL can say it.</summary>
    Temporary,

    /// <summary>A managed table in another format than Delta.</summary>
    OtherFormat,

    /// <summary>A <c>table_type</c> that this program does not know.</summary>
    Unknown,
}

/// <summary>Finds the kind of a table.</summary>
internal static class TableKinds
{
    // The catalog reports data_source_format DELTA for a managed Iceberg table; only the securable kind tells it apart.
    private static readonly string[] ManagedIceberg = ["TABLE_DELTA_ICEBERG_MANAGED", "TABLE_ICEBERG_UNIFORM_MANAGED"];

    /// <summary>The kind. The securable kind says more than the type, where an answer has both.</summary>
    public static TableKind Of(CatalogTable table)
    {
        var securable = table.SecurableKind?.ToUpperInvariant() ?? "";
        if (securable.EndsWith("DELTASHARING", StringComparison.Ordinal)) return TableKind.Shared;
        if (securable.StartsWith("TABLE_FOREIGN_", StringComparison.Ordinal)) return TableKind.Foreign;
        if (securable == "TABLE_METRIC_VIEW") return TableKind.MetricView;
        var format = table.DataSourceFormat.ToUpperInvariant();
        if (format == "DELTASHARING") return TableKind.Shared;
        return table.TableType.ToUpperInvariant() switch
        {
            "MANAGED" when format != "DELTA" || ManagedIceberg.Contains(securable) => TableKind.OtherFormat,
            "MANAGED" => TableKind.Managed,
            "STREAMING_TABLE" => TableKind.StreamingTable,
            "EXTERNAL" => TableKind.External,
            "MATERIALIZED_VIEW" => TableKind.MaterializedView,
            "METRIC_VIEW" => TableKind.MetricView,
            "FOREIGN" => TableKind.Foreign,
            "TEMPORARY" => TableKind.Temporary,
            "MANAGED_SHALLOW_CLONE" or "EXTERNAL_SHALLOW_CLONE" => TableKind.ShallowClone,
            var type when type.EndsWith("VIEW", StringComparison.Ordinal) => TableKind.View,
            _ => TableKind.Unknown,
        };
    }

    /// <summary>The format for people: Iceberg also where the catalog says DELTA.</summary>
    public static string Format(CatalogTable table)
    {
        var format = table.DataSourceFormat.ToUpperInvariant();
        return format == "DELTA" ? "ICEBERG" : format;
    }
}
