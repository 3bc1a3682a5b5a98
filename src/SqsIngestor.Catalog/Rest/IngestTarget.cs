using SqsIngestor.Catalog.Protobuf;

namespace SqsIngestor.Catalog.Rest;

/// <summary>Checks whether Zerobus can write to a table.</summary>
public static class IngestTarget
{
    /// <summary>
    /// Rejects views, foreign tables, tables of pipelines, other formats than Delta, and too few or too many columns.
    /// </summary>
    /// <returns>The table.</returns>
    /// <exception cref="CatalogException">Zerobus cannot write to the table.</exception>
    public static CatalogTable Require(CatalogTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var type = table.TableType.ToUpperInvariant();
        if (type.EndsWith("VIEW", StringComparison.Ordinal)) throw CatalogErrors.View(table.Name, type);
        if (type == "FOREIGN") throw CatalogErrors.ForeignTable(table.Name);
        if (type is not ("MANAGED" or "EXTERNAL") || !table.DataSourceFormat.Equals("DELTA", StringComparison.OrdinalIgnoreCase))
        {
            throw CatalogErrors.NotWritable(table.Name, type, table.DataSourceFormat.ToUpperInvariant());
        }

        if (table.Columns.Count == 0) throw CatalogErrors.NoColumns(table.Name);
        return table.Columns.Count <= DescriptorComparison.MaxColumns
            ? table
            : throw CatalogErrors.TooManyColumns(table.Name, table.Columns.Count, DescriptorComparison.MaxColumns);
    }
}
