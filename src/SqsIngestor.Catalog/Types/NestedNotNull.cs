namespace SqsIngestor.Catalog.Types;

/// <summary>
/// NOT NULL of fields, where Databricks refuses it: inside an ARRAY or a MAP, and inside a STRUCT that can be NULL
/// (docs.databricks.com, "Constraints on Databricks").
/// </summary>
public static class NestedNotNull
{
    /// <summary>The fields, with their paths and what to know: <c>is NOT NULL inside the ARRAY 'lines', …</c>.</summary>
    /// <param name="table">The table.</param>
    public static IEnumerable<(string Path, string Problem)> Find(CatalogTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Columns.SelectMany(column => Below(column.Name, column.Type, !column.Nullable, null));
    }

    /// <summary>What is wrong with NOT NULL of a field; null for nothing.</summary>
    /// <param name="table">The table that has the field.</param>
    /// <param name="path">The path of the field.</param>
    public static string? ProblemOf(CatalogTable table, string path) =>
        Find(table).Where(each => each.Path == path).Select(each => each.Problem).FirstOrDefault();

    /// <param name="path">The path of what has the type.</param>
    /// <param name="type">The type.</param>
    /// <param name="hasValue">Whether it is never NULL.</param>
    /// <param name="around">The ARRAY or the MAP around it; null for none.</param>
    private static IEnumerable<(string Path, string Problem)> Below(string path, DeltaType type, bool hasValue, string? around) =>
        type switch
        {
            StructType structure => structure.Fields.SelectMany(
                field => Of($"{path}.{field.Name}", field, path, hasValue, around)),
            ArrayType array => Below($"{path}.element", array.Element, false, $"the ARRAY '{path}'"),
            MapType map => Below($"{path}.value", map.Value, false, $"the MAP '{path}'"),
            _ => [],
        };

    private static IEnumerable<(string Path, string Problem)> Of(
        string path, StructField field, string structure, bool hasValue, string? around)
    {
        var below = Below(path, field.Type, hasValue && !field.Nullable, around);
        if (field.Nullable || (around is null && hasValue)) return below;
        var problem = around is null
            ? $"is NOT NULL inside the STRUCT '{structure}', which can be NULL. Databricks refuses that: "
                + "declare the STRUCT as NOT NULL, or drop NOT NULL of the field."
            : $"is NOT NULL inside {around}. Databricks refuses that: drop NOT NULL of the field.";
        return below.Prepend((path, problem));
    }
}
