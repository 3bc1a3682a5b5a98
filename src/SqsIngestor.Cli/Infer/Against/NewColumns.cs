using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Columns;

namespace SqsIngestor.Cli.Infer.Against;

/// <summary>
/// Places and names of new columns: a field of the STRUCT that has the name of the object around it, or a column with the names
/// of all objects around it.
/// </summary>
/// <param name="table">The table.</param>
internal sealed class NewColumns(CatalogTable table)
{
    /// <summary>On a path, the elements of an array.</summary>
    public const string Elements = "[*]";

    /// <summary>On a path, the values of an object whose names are data.</summary>
    public const string Entries = "*";

    // The keys of columns, and of the fields of each STRUCT.
    private readonly Dictionary<string, HashSet<string>> _taken = [];

    /// <summary>
    /// The path that the column for a value should have, also if a column of the table has it; null for a part of an array, or of
    /// a map, that is not a column.
    /// </summary>
    /// <param name="parts">The members, and what else is on the path of the value.</param>
    public string? Wanted(IReadOnlyList<string> parts) => Find(parts) is (var path, var name, _) ? path + name : null;

    /// <summary>The path of a new column, which no other has from now on; null as for <see cref="Wanted"/>.</summary>
    /// <param name="parts">The members, and what else is on the path of the value.</param>
    public string? Take(IReadOnlyList<string> parts)
    {
        if (Find(parts) is not (var path, var name, var structure)) return null;
        if (!_taken.TryGetValue(path, out var keys))
        {
            _taken.Add(path, keys = []);
            foreach (var field in structure.Fields) ColumnNaming.Unused(field.Name, keys);
        }

        return path + ColumnNaming.Unused(name, keys);
    }

    private (string Path, string Name, StructType Structure)? Find(IReadOnlyList<string> parts)
    {
        var (path, at) = ("", 0);
        DeltaType type = new StructType([.. table.Columns.Select(column => new StructField(column.Name, column.Type))]);
        for (; at < parts.Count - 1 && Inside(type, parts[at]) is (var step, var inner); at++)
            (path, type) = ($"{path}{step}.", inner);
        var names = parts.Skip(at).ToList();
        return type is StructType structure && !names.Exists(name => name is Elements or Entries)
            ? (path, string.Join('_', names.Select(ColumnNaming.Snake)), structure)
            : null;
    }

    /// <summary>The name and the type of what a part of a path finds in a type; null for nothing that has parts.</summary>
    private static (string Step, DeltaType Inner)? Inside(DeltaType type, string part) => type switch
    {
        StructType structure => structure.Fields.FirstOrDefault(
            field => field.Name.Equals(ColumnNaming.Snake(part), StringComparison.OrdinalIgnoreCase))
            is { Type: StructType or ArrayType or MapType } found
            ? (found.Name, found.Type)
            : null,
        ArrayType array when part == Elements => ("element", array.Element),
        MapType map when part == Entries => ("value", map.Value),
        _ => null,
    };
}
