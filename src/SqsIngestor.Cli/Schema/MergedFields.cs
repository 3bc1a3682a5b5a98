using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Mappings;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SqsIngestor.Cli.Schema;

/// <summary>
/// Compares the STRUCTs, elements and values inside the columns of a table with the parts of a mapping that list their fields.
/// </summary>
/// <param name="isIgnored">Whether the mapping ignores a path.</param>
internal sealed class MergedFields(Func<string, bool> isIgnored)
{
    private readonly List<(YamlMappingNode Node, string Path, IReadOnlyList<StructField> Fields)> _lists = [];
    private readonly List<string> _added = [];
    private readonly List<string> _missing = [];
    private readonly List<string> _gone = [];
    private readonly List<string> _narrow = [];

    /// <summary>
    /// Lists of fields that get more of them: the list, and the path before the name of a field. Inner lists come first.
    /// </summary>
    public IReadOnlyList<(YamlMappingNode Node, string Path, IReadOnlyList<StructField> Fields)> Lists => _lists;

    /// <summary>The fields of <see cref="Lists"/>.</summary>
    public IReadOnlyList<string> Added => _added;

    /// <summary>Fields that the mapping does not have, and that have no place to be added to.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>Fields that the table does not have.</summary>
    public IReadOnlyList<string> Gone => _gone;

    /// <summary>Columns and fields with an <c>as</c> that holds fewer digits than the column, each with a reason.</summary>
    public IReadOnlyList<string> Narrow => _narrow;

    /// <summary>Compares a column with its part of the mapping.</summary>
    public void Add(Column column, YamlNode mapped) => Add(column.Name, column.Type, mapped);

    private void Add(string name, DeltaType type, YamlNode node)
    {
        if (node is not YamlMappingNode keys) return;
        var inner = type switch
        {
            ArrayType array => array.Element,
            MapType map => map.Value,
            _ => type,
        };
        if (type is MapType { Key: var key })
        {
            if (Child(keys, "key") is { } keyNode) Add($"{name}.key", key, keyNode);
            // The names that errors and `ignore` of the mapping use.
            name += ".value";
        }
        if (inner is StructType structure)
        {
            if (Child(keys, "fields") is YamlMappingNode fields) AddFields(name, structure, fields, Base(keys));
        }
        else if (Child(keys, "value") is { } value)
        {
            Add(name, inner, value);
        }
        else if (Text(Child(keys, "as")) is { } meaning && MappingTypes.Type(meaning) is DecimalType given
            && inner is DecimalType column && !given.Holds(column))
        {
            _narrow.Add($"'{name}' is {inner}, and the mapping says as: {meaning}, which holds fewer digits");
        }
    }

    private void AddFields(string name, StructType structure, YamlMappingNode list, string? path)
    {
        var known = list.Children.ToDictionary(pair => Text(pair.Key) ?? "", pair => pair.Value);
        foreach (var field in structure.Fields)
        {
            if (known.TryGetValue(field.Name, out var node)) Add($"{name}.{field.Name}", field.Type, node);
        }

        _gone.AddRange(
            known.Keys.Where(each => structure.Fields.All(field => field.Name != each)).Select(each => $"{name}.{each}"));
        var added = structure.Fields
            .Where(field => !known.ContainsKey(field.Name) && !isIgnored($"{name}.{field.Name}")).ToList();
        if (added.Count == 0) return;
        var names = added.Select(field => $"{name}.{field.Name}");
        if (path is null || list is not { Style: MappingStyle.Block, Children.Count: > 0 })
        {
            _missing.AddRange(names);
            return;
        }

        _added.AddRange(names);
        _lists.Add((list, path, added));
    }

    /// <summary>The path of the object whose members the fields are; null if it is not clear.</summary>
    private static string? Base(YamlMappingNode keys) =>
        Child(keys, "each") is not null ? "$.item"
        : Child(keys, "entries") is not null ? "$.value"
        : Text(Child(keys, "from")) is { } path && path.StartsWith('$') ? path
        : null;

    private static YamlNode? Child(YamlMappingNode node, string key) =>
        node.Children.FirstOrDefault(pair => Text(pair.Key) == key).Value;

    private static string? Text(YamlNode? node) => (node as YamlScalarNode)?.Value;
}
