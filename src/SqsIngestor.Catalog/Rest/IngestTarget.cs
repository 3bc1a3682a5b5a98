using SqsIngestor.Catalog.Protobuf;

namespace SqsIngestor.Catalog.Rest;

/// <summary>Whether Zerobus can write to a table at all.</summary>
public static class IngestTarget
{
    /// <summary>Refuses views, foreign tables, tables of pipelines, other formats, and too few or too many columns.</summary>
    /// <exception cref="CatalogException">Why rows can't be written.</exception>
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
        return table.Columns.Count <= DescriptorCheck.MaxColumns ? table : throw CatalogErrors.TooManyColumns(table.Name, table.Columns.Count, DescriptorCheck.MaxColumns);
    }
}
