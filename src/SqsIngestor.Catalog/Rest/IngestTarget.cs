using SqsIngestor.Catalog.Protobuf;

namespace SqsIngestor.Catalog.Rest;

/// <summary>Checks whether Zerobus can write to a table.</summary>
public static class IngestTarget
{
    // The feature that makes the catalog, and not the table's own log, decide about commits; the first name is the older one.
    private static readonly string[] CatalogManaged = ["delta.feature.catalogOwned-preview", "delta.feature.catalogManaged"];

    private const string CheckConstraint = "delta.constraints.";

    /// <summary>
    /// Rejects tables of the wrong kind or format or with features that Zerobus does not support, and too few or too many
    /// columns.
    /// </summary>
    /// <returns>The table.</returns>
    /// <exception cref="CatalogException">Zerobus cannot write to the table.</exception>
    public static CatalogTable Require(CatalogTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var type = table.TableType.ToUpperInvariant();
        if (type.EndsWith("VIEW", StringComparison.Ordinal)) throw CatalogErrors.View(table.Name, type);
        if (type == "FOREIGN") throw CatalogErrors.ForeignTable(table.Name);
        var isDelta = table.DataSourceFormat.Equals("DELTA", StringComparison.OrdinalIgnoreCase);
        if (type is not ("MANAGED" or "STREAMING_TABLE") || !isDelta)
        {
            throw CatalogErrors.NotWritable(table.Name, type, table.DataSourceFormat.ToUpperInvariant());
        }

        if (table.Properties.Keys.FirstOrDefault(IsCheck) is { } check)
        {
            throw CatalogErrors.Feature(table.Name, $"has the CHECK constraint {check[CheckConstraint.Length..]}");
        }

        if (CatalogManaged.Any(feature => table.Properties.GetValueOrDefault(feature) is "supported" or "enabled"))
        {
            throw CatalogErrors.Feature(table.Name, "has catalog-managed commits");
        }

        if (table.Columns.Count == 0) throw CatalogErrors.NoColumns(table.Name);
        return table.Columns.Count <= DescriptorComparison.MaxColumns
            ? table
            : throw CatalogErrors.TooManyColumns(table.Name, table.Columns.Count, DescriptorComparison.MaxColumns);
    }

    private static bool IsCheck(string property) => property.StartsWith(CheckConstraint, StringComparison.OrdinalIgnoreCase);
}
