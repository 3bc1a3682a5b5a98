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
        return table.Columns.SelectMany(column => Below(column.Name, column.Type, column.Nullable, null));
    }

    /// <summary>What is wrong with NOT NULL of a field; null for nothing.</summary>
    /// <param name="table">The table that has the field.</param>
    /// <param name="path">The path of the field.</param>
    public static string? ProblemOf(CatalogTable table, string path) =>
        Find(table).Where(each => each.Path == path).Select(each => each.Problem).FirstOrDefault();

    /// <param name="path">The path of what has the type.</param>
    /// <param name="type">The type.</param>
    /// <param name="nullable">Whether it can be NULL.</param>
    /// <param name="around">What is around it that a NOT NULL field cannot be in, in words; null for nothing.</param>
    private static IEnumerable<(string Path, string Problem)> Below(string path, DeltaType type, bool nullable, string? around) =>
        type switch
        {
            StructType structure => structure.Fields.SelectMany(
                field => Of($"{path}.{field.Name}", field, around ?? (nullable ? OfStruct(path) : null))),
            ArrayType array => Below($"{path}.element", array.Element, false, InContainer(around, $"the ARRAY '{path}'.")),
            MapType map => Below($"{path}.value", map.Value, false, InContainer(around, $"the MAP '{path}'.")),
            _ => [],
        };

    /// <summary>In an ARRAY or a MAP, it does not help to declare what is around it as NOT NULL.</summary>
    private static string InContainer(string? around, string container) => around?.EndsWith('.') == true ? around : container;

    private static string OfStruct(string path) =>
        $"the STRUCT '{path}', which can be NULL. Declare the STRUCT as NOT NULL too, or";

    private static IEnumerable<(string Path, string Problem)> Of(string path, StructField field, string? around)
    {
        var below = Below(path, field.Type, field.Nullable, around);
        if (field.Nullable || around is null) return below;
        var advice = around.EndsWith('.') ? "Drop NOT NULL of the field" : "drop NOT NULL of the field";
        return below.Prepend((path, $"is NOT NULL, which Databricks refuses inside {around} {advice}."));
    }
}
