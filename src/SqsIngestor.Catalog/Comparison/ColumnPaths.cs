using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Comparison;

/// <summary>The paths of changes: a column, and with points the fields, elements, keys and values below it.</summary>
/// <param name="before">The old schema.</param>
/// <param name="after">The new schema.</param>
internal sealed class ColumnPaths(CatalogTable before, CatalogTable after)
{
    /// <summary>Whether a path is another one, or leads to it.</summary>
    public static bool Covers(string outer, string path) => path.Equals(outer, StringComparison.OrdinalIgnoreCase)
        || path.StartsWith($"{outer}.", StringComparison.OrdinalIgnoreCase);

    /// <summary>The path of what has a field, with a point at its end; empty for a column.</summary>
    public string Around(string path) => IsColumn(path) ? "" : path[..(path.LastIndexOf('.') + 1)];

    /// <summary>A path in a statement.</summary>
    public string Quoted(string path) =>
        IsColumn(path) ? SqlText.Name(path) : string.Join('.', path.Split('.').Select(SqlText.Name));

    /// <summary>
    /// The path itself, with its new type; that of the ARRAY or MAP around an element, a key or a value, which has no name of its
    /// own.
    /// </summary>
    public (string Path, DeltaType Type)? Named(string path)
    {
        if (after.Columns.FirstOrDefault(each => Covers(each.Name, path)) is not { } column) return null;
        var (named, type) = (column.Name, column.Type);
        foreach (var part in path[column.Name.Length..].Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (type is not StructType { Fields: var fields }) break;
            if (fields.FirstOrDefault(each => each.Name == part) is not { } field) return null;
            (named, type) = ($"{named}.{field.Name}", field.Type);
        }

        return (named, type);
    }

    private bool IsColumn(string path) => (after.Find(path) ?? before.Find(path)) is not null;
}
