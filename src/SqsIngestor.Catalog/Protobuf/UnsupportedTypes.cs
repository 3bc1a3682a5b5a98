using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Protobuf;

/// <summary>Finds what Zerobus does not support in a table.</summary>
public static class UnsupportedTypes
{
    /// <summary>The most STRUCTs inside each other. protoc reads messages nested 31 deep, and the table's is the first.</summary>
    internal const int MostNested = 30;

    /// <summary>All unsupported parts of a table, in the order of its columns.</summary>
    /// <param name="table">The table.</param>
    public static IReadOnlyList<UnsupportedType> Find(CatalogTable table) => [.. FindByColumn(table).SelectMany(parts => parts)];

    /// <summary>
    /// The unsupported parts of each column, outermost first. A column can be unsupported because of another one: the entries of
    /// a MAP have a name too.
    /// </summary>
    internal static IReadOnlyList<IReadOnlyList<UnsupportedType>> FindByColumn(CatalogTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var names = table.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        var all = new List<IReadOnlyList<UnsupportedType>>();
        foreach (var column in table.Columns)
        {
            var found = new List<UnsupportedType>();
            VisitField(new StructField(column.Name, column.Type), names, "", 0, found);
            all.Add(found);
        }

        return all;
    }

    private static void VisitFields(IReadOnlyList<StructField> fields, string prefix, int depth, List<UnsupportedType> found)
    {
        var names = fields.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var field in fields) VisitField(field, names, prefix, depth, found);
    }

    /// <param name="field">The field.</param>
    /// <param name="names">The names of the fields around it, and of the entries of the MAPs before it.</param>
    /// <param name="prefix">The path of what has the field, with a point at its end.</param>
    /// <param name="depth">The number of STRUCTs around it.</param>
    /// <param name="found">Gets the unsupported parts.</param>
    private static void VisitField(
        StructField field, HashSet<string> names, string prefix, int depth, List<UnsupportedType> found)
    {
        var path = prefix + field.Name;
        if (!ProtoNames.CanSpell(field.Name))
        {
            found.Add(
                new UnsupportedType(
                    path, "protobuf does not allow this name",
                    "a name of ASCII letters, digits and underscores that does not start with a digit"));
        }
        else if (field.Type is MapType && !ProtoNames.CanSpell(ProtoNames.MapEntry(field.Name)))
        {
            found.Add(
                new UnsupportedType(
                    path,
                    $"protobuf names the entries of this MAP {ProtoNames.MapEntry(field.Name)}, "
                        + "and no message starts with a digit",
                    "another name"));
        }
        else if (field.Type is MapType && !names.Add(ProtoNames.MapEntry(field.Name)))
        {
            found.Add(
                new UnsupportedType(
                    path,
                    $"protobuf names the entries of this MAP {ProtoNames.MapEntry(field.Name)}, "
                        + $"and another field has the same name",
                    "another name"));
        }

        Visit(field.Type, path, depth, found);
    }

    /// <param name="type">The type.</param>
    /// <param name="path">Its path.</param>
    /// <param name="depth">The number of STRUCTs around it.</param>
    /// <param name="found">Gets the unsupported parts.</param>
    /// <param name="isNested">The ARRAY or MAP around it has been reported, with what to declare for all of it.</param>
    private static void Visit(DeltaType type, string path, int depth, List<UnsupportedType> found, bool isNested = false)
    {
        switch (type)
        {
            case ArrayType array:
                VisitItem(array, array.Element, $"{path}.element", isNested, depth, found);
                break;
            case MapType map:
                VisitKey(map.Key, $"{path}.key", found);
                VisitItem(map, map.Value, $"{path}.value", isNested, depth, found);
                break;
            case UnknownType { Problem: { } problem }:
                found.Add(new UnsupportedType(path, problem.Reason, problem.Rewrite));
                break;
            case UnknownType unknown:
                found.Add(
                    new UnsupportedType(
                        path, $"this program does not know the type {unknown.Text}",
                        "a type that Zerobus supports, or a newer version of this program"));
                break;
            case StructType { Fields.Count: 0 }:
                found.Add(new UnsupportedType(path, "a STRUCT needs at least one field", "a STRUCT with a field"));
                break;
            case StructType when depth == MostNested:
                found.Add(
                    new UnsupportedType(
                        path, $"protobuf allows {MostNested} STRUCTs inside each other", "VARIANT for the inner part"));
                break;
            case StructType structure:
                VisitFields(structure.Fields, $"{path}.", depth + 1, found);
                break;
            default:
                if (ProtobufTypes.Of(type.Kind) is null)
                {
                    found.Add(
                        new UnsupportedType(path, $"Zerobus does not support {type}", "STRING or another type that it supports"));
                }

                break;
        }
    }

    /// <summary>An element or a value of a map cannot be repeated itself, but a struct around it can.</summary>
    private static void VisitItem(
        DeltaType container, DeltaType item, string path, bool isNested, int depth, List<UnsupportedType> found)
    {
        var isContainer = item is ArrayType or MapType;
        if (isContainer && !isNested)
        {
            found.Add(
                new UnsupportedType(
                    path,
                    $"protobuf has no {(item is ArrayType ? "ARRAY" : "MAP")} directly inside "
                        + $"{(container is ArrayType ? "an ARRAY" : "a MAP")}",
                    Carried(container).ToString()));
        }

        Visit(item, path, depth, found, isContainer);
    }

    /// <summary>The type with a STRUCT around each ARRAY and MAP that is directly inside another.</summary>
    private static DeltaType Carried(DeltaType type) => type switch
    {
        ArrayType array => new ArrayType(Wrapped(array.Element)),
        MapType map => new MapType(
            ProtobufTypes.IsMapKey(map.Key.Kind) ? map.Key : new ScalarType(DeltaKind.String), Wrapped(map.Value)),
        _ => type,
    };

    private static DeltaType Wrapped(DeltaType item) =>
        item is ArrayType or MapType ? new StructType([new StructField("items", Carried(item))]) : item;

    private static void VisitKey(DeltaType key, string path, List<UnsupportedType> found)
    {
        if (!ProtobufTypes.IsMapKey(key.Kind))
        {
            found.Add(
                new UnsupportedType(
                    path, $"{key} cannot be the key of a protobuf map", "a key of type STRING, BIGINT, INT, BOOLEAN or DATE"));
        }
    }
}

/// <summary>A part of a column that protobuf, and so Zerobus, does not support.</summary>
/// <param name="Path">The path from the column, for example <c>lines.element</c>.</param>
/// <param name="Reason">Why it is not supported.</param>
/// <param name="Rewrite">What to declare instead.</param>
public sealed record UnsupportedType(string Path, string Reason, string Rewrite)
{
    /// <summary>The sentences of a message.</summary>
    public override string ToString() => $"{Path}: {Reason}. Use {Rewrite}.";
}
