using System.Globalization;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Shared;

namespace SqsIngestor.Catalog.Targets;

/// <summary>
/// The kinds of table, and their features, that Zerobus refuses or that need attention. The commands, the function, the local
/// Zerobus and the reference page take their codes and texts from here.
/// </summary>
public static class TargetRules
{
    private const string CheckConstraint = "delta.constraints.";

    // The feature that makes the catalog, and not the table's own log, decide about commits; the first name is the older one.
    private static readonly string[] CatalogManaged = ["delta.feature.catalogOwned-preview", "delta.feature.catalogManaged"];

    private static readonly string Requirement = $"Use {WritableTableRule.Requirement}.";

    /// <summary>Every rule. Kinds come first: the features of a table that is refused for its kind do not matter.</summary>
    public static IReadOnlyList<TargetRule> All { get; } =
    [
        Kind(
            TableKind.View, "view", "`table_type` VIEW", "table_is_view", "is a view, which is read-only",
            "Name the table behind the view."),
        Kind(
            TableKind.MaterializedView, "materialized view", "`table_type` MATERIALIZED_VIEW", "table_is_materialized_view",
            "is a materialized view; only its query writes to it", "Name a table that the query reads."),
        Kind(
            TableKind.MetricView, "metric view", "`table_type` METRIC_VIEW, or `securable_kind` TABLE_METRIC_VIEW",
            "table_is_metric_view", "is a metric view, which is read-only", "Name the table behind the view."),
        Kind(
            TableKind.Foreign, "foreign table", "`table_type` FOREIGN, or `securable_kind` TABLE_FOREIGN_…", "table_is_foreign",
            "is a foreign table; its rows are in another system", Requirement),
        Kind(
            TableKind.Shared, "shared table", "`securable_kind` …DELTASHARING, or `data_source_format` DELTASHARING",
            "table_is_shared", "is a table of a Delta Sharing provider, which is read-only", Requirement),
        Kind(
            TableKind.External, "external table", "`table_type` EXTERNAL", "table_is_external",
            "is an external table; Zerobus writes to managed tables only",
            "Create the table without LOCATION, or convert it: ALTER TABLE … SET MANAGED."),
        Kind(
            TableKind.ShallowClone, "shallow clone", "`table_type` MANAGED_SHALLOW_CLONE or EXTERNAL_SHALLOW_CLONE",
            "table_is_shallow_clone", "is a shallow clone, and not a managed Delta table of its own",
            "Create a table with CREATE TABLE, or with DEEP CLONE."),
        Kind(
            TableKind.Temporary, "temporary table", "none: the catalog does not list it. SQL says TEMPORARY",
            "table_is_temporary", "is a temporary table, which only its session can use", "Leave out TEMPORARY."),
        new(
            "managed table in another format", TargetVerdict.KindRefused,
            "`data_source_format` is not DELTA, or `securable_kind` is TABLE_DELTA_ICEBERG_MANAGED",
            new("table_not_delta", "The table is managed, and not in Delta format.", "Create the table with USING DELTA."))
        {
            Find = table => TableKinds.Of(table) == TableKind.OtherFormat
                ? $"is a managed table in the format {TableKinds.Format(table)}; Zerobus writes to Delta tables only"
                : null,
        },
        new(
            "any other kind", TargetVerdict.KindRefused, "another `table_type`",
            new("table_not_writable", "The table is of a kind that this program does not know.", Requirement))
        {
            Find = table => TableKinds.Of(table) == TableKind.Unknown
                ? $"is {table.TableType.ToUpperInvariant()} in the format {table.DataSourceFormat.ToUpperInvariant()}"
                : null,
        },
        new(
            "name beyond ASCII", TargetVerdict.KindRefused,
            "`full_name` has a character that is not an ASCII letter, a digit or an underscore",
            new(
                "table_name_not_ascii",
                "The name of the table, its schema or its catalog has a character that Zerobus does not accept.",
                $"Rename it: {TableNameRule.Requirement}."))
        {
            Find = table => TableNameRule.IsValid(table.Name.ToString())
                ? null
                : $"has a name that Zerobus does not accept: {TableNameRule.Problem(table.Name.ToString())}",
        },
        new(
            "CHECK constraint", TargetVerdict.FeatureRefused, "a property `delta.constraints.NAME`",
            new(
                "table_has_check_constraint", "The table has CHECK constraints.",
                "Drop them: ALTER TABLE … DROP CONSTRAINT. Check values in the mapping instead, with `when` or `expr`."))
        {
            Find = table => Writable(table) && Checks(table) is { Count: > 0 } checks
                ? $"has the CHECK constraint{(checks.Count == 1 ? "" : "s")} {string.Join(", ", checks)}"
                : null,
        },
        new(
            "catalog-managed commits", TargetVerdict.FeatureRefused,
            "the property `delta.feature.catalogManaged` or `delta.feature.catalogOwned-preview` is `supported`",
            new(
                "table_is_catalog_managed", "The table has catalog-managed commits.",
                "Use a table without this feature."))
        {
            Find = table =>
                Writable(table)
                && CatalogManaged.Any(name => table.Properties.GetValueOrDefault(name) is "supported" or "enabled")
                    ? "has catalog-managed commits"
                    : null,
        },
        new(
            "no columns", TargetVerdict.FeatureRefused, "`columns` is missing or empty",
            new(
                "table_without_columns", "The table has no columns.",
                "Create the columns, and grant the principal SELECT on the table."))
        {
            Find = table => Writable(table) && table.Columns.Count == 0 ? "has no columns" : null,
        },
        new(
            "too many columns", TargetVerdict.FeatureRefused, "`columns` has more than 2,000 entries",
            new(
                "table_too_wide", "The table has more than 2,000 columns, the most that Zerobus accepts.",
                "Group columns in a STRUCT, or split the table."))
        {
            Find = table => Writable(table) && table.Columns.Count > DescriptorComparison.MaxColumns
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"has {table.Columns.Count} columns; Zerobus accepts {DescriptorComparison.MaxColumns}")
                : null,
        },
        new(
            "default storage", TargetVerdict.Warning, "`securable_kind` TABLE_DB_STORAGE",
            new(
                "table_in_default_storage", "The table is in default storage, which Zerobus writes to as a preview at most.",
                "If the service refuses it (\"Unsupported table kind\"), use a catalog with a MANAGED LOCATION."))
        {
            Find = table => Writable(table)
                && "TABLE_DB_STORAGE".Equals(table.SecurableKind, StringComparison.OrdinalIgnoreCase)
                    ? "is in default storage, which Zerobus writes to as a preview at most"
                    : null,
        },
        new(
            "partitions", TargetVerdict.Warning, "columns with `partition_index`, other than DATE and BOOLEAN alone",
            new(
                "table_is_partitioned",
                "The table is partitioned by columns that can have many values; Zerobus limits partitions in 5 s.",
                "Partition by a day or by few values, or use CLUSTER BY."))
        {
            Find = table => Writable(table) && Partitions(table) is { Count: > 0 } columns && columns.Exists(CanHaveMany)
                ? $"is partitioned by {string.Join(", ", columns.Select(column => column.Name))}; "
                    + "Zerobus accepts rows of at most 1,000 partitions within 5 s"
                : null,
        },
        new(
            "generated columns", TargetVerdict.Warning, "`type_json` of a column has a generation expression or an identity",
            new(
                "table_has_generated_columns",
                "The table computes columns, and the service is known to have refused such tables.",
                "If the service refuses it (\"Feature 'generatedColumns' is not supported\"), map an ordinary column instead."))
        {
            Find = table => Writable(table) && table.Columns.Where(column => column.IsGenerated).ToList() is { Count: > 0 } all
                ? $"computes {string.Join(", ", all.Select(column => column.Name))}; "
                    + "the service is known to have refused tables that compute columns"
                : null,
        },
        new(
            "rescue column of Zerobus", TargetVerdict.Warning,
            "none: the tag `zerobus-rescue` of a nullable VARIANT column, which commands read with a second request",
            new(
                "table_has_rescue_column", "A column has the tag zerobus-rescue, which serves JSON streams only.",
                "Leave it out of the mapping. To keep what does not fit, use `rescued:` in another column."))
        {
            Find = table => Writable(table) && table.Columns.FirstOrDefault(IsRescue) is { } column
                ? $"has the rescue column {column.Name}; Zerobus fills it for JSON streams only, "
                    + "and the function sends protobuf, so it stays NULL"
                : null,
        },
    ];

    /// <summary>Whether a column is one that can have the rescue tag: nullable VARIANT.</summary>
    internal static bool CanBeRescue(Column column) => column is { Nullable: true, Type.Kind: DeltaKind.Variant };

    private static bool IsRescue(Column column) => column.IsTaggedRescue && CanBeRescue(column);

    private static bool Writable(CatalogTable table) => TableKinds.Of(table) is TableKind.Managed or TableKind.StreamingTable;

    private static List<Column> Partitions(CatalogTable table) =>
        [.. table.Columns.Where(column => column.PartitionIndex is not null).OrderBy(column => column.PartitionIndex)];

    private static bool CanHaveMany(Column column) => column.Type.Kind is not (DeltaKind.Date or DeltaKind.Boolean);

    /// <summary>The names of the CHECK constraints, in order.</summary>
    private static List<string> Checks(CatalogTable table) =>
    [
        .. table.Properties.Keys.Where(key => key.StartsWith(CheckConstraint, StringComparison.OrdinalIgnoreCase))
            .Select(key => key[CheckConstraint.Length..]).Order(StringComparer.Ordinal),
    ];

    private static TargetRule Kind(TableKind kind, string subject, string sign, string code, string what, string action) =>
        new(subject, TargetVerdict.KindRefused, sign, new(code, $"The table {what}.", action))
        {
            Find = table => TableKinds.Of(table) == kind ? what : null,
        };
}
