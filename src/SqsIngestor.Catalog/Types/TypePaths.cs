namespace SqsIngestor.Catalog.Types;

/// <summary>Paths inside the columns of a table: <c>customer.id</c>, <c>lines.element.sku</c>, <c>labels.value</c>.</summary>
public static class TypePaths
{
    /// <summary>Everything in a table that is not a STRUCT, ARRAY or MAP, with its path, in order.</summary>
    public static IEnumerable<(string Path, DeltaType Type)> Leaves(CatalogTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Columns.SelectMany(column => Leaves(column.Name, column.Type));
    }

    /// <summary>Every field of the STRUCTs in a table, also in ARRAYs and MAPs, with its path; outer fields come first.</summary>
    public static IEnumerable<(string Path, StructField Field)> Fields(CatalogTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Columns.SelectMany(column => Fields(column.Name, column.Type));
    }

    private static IEnumerable<(string Path, StructField Field)> Fields(string path, DeltaType type) => type switch
    {
        StructType structure => structure.Fields.SelectMany(
            field => Fields($"{path}.{field.Name}", field.Type).Prepend(($"{path}.{field.Name}", field))),
        ArrayType array => Fields($"{path}.element", array.Element),
        MapType map => Fields($"{path}.value", map.Value),
        _ => [],
    };

    private static IEnumerable<(string Path, DeltaType Type)> Leaves(string path, DeltaType type) => type switch
    {
        StructType structure => structure.Fields.SelectMany(field => Leaves($"{path}.{field.Name}", field.Type)),
        ArrayType array => Leaves($"{path}.element", array.Element),
        MapType map => Leaves($"{path}.key", map.Key).Concat(Leaves($"{path}.value", map.Value)),
        _ => [(path, type)],
    };
}
