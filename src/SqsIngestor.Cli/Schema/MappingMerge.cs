using System.Globalization;
using System.Text;
using SqsIngestor.Catalog;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SqsIngestor.Cli.Schema;

/// <summary>
/// Adds the new columns of a table to a mapping that exists. It inserts lines and changes none: what a person wrote stays.
/// </summary>
internal sealed class MappingMerge
{
    private readonly CatalogTable _table;
    private readonly string _text;
    private readonly List<string> _notes = [];

    private MappingMerge(CatalogTable table, string text) => (_table, _text) = (table, text);

    /// <summary>The new file; null if the file stays as it is.</summary>
    public byte[]? Contents { get; private set; }

    /// <summary>Lines for people: what was added, and what was not.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Merges a table into a file.</summary>
    /// <param name="table">The table, with the columns that a descriptor can have.</param>
    /// <param name="file">The bytes of the file.</param>
    public static MappingMerge Of(CatalogTable table, byte[] file)
    {
        var merge = new MappingMerge(table, Encoding.UTF8.GetString(file));
        try
        {
            merge.Run();
        }
        catch (YamlException e)
        {
            merge.Leave($"it is not YAML ({e.Start.Line}:{e.Start.Column})");
        }

        return merge;
    }

    private void Run()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(_text));
        if (stream.Documents is not [{ RootNode: YamlMappingNode root }])
        {
            Leave("it is not one mapping of keys");
        }
        else if (OtherTable(root) is { } other)
        {
            Leave($"it is the mapping of {other}");
        }
        else if (Find(root) is not { } table)
        {
            Leave($"it has no table {_table.Name}");
        }
        else if (Child(table, "auto") is not null || Child(root, "auto") is not null)
        {
            Leave("'auto' follows the table");
        }
        else
        {
            Merge(table);
        }
    }

    /// <summary>
    /// The name of the only table of the file, if that is another one. A name with a variable can be this table's.
    /// </summary>
    private string? OtherTable(YamlMappingNode root) =>
        Text(Child(root, "table")) is { } name && !name.Contains("${", StringComparison.Ordinal)
            && !name.Equals(_table.Name.ToString(), StringComparison.OrdinalIgnoreCase)
            ? name
            : null;

    /// <summary>The keys of the table: the only one of the file, or the one of its list that names it.</summary>
    private YamlMappingNode? Find(YamlMappingNode root)
    {
        if (Child(root, "tables") is not YamlSequenceNode list) return root;
        return list.OfType<YamlMappingNode>().FirstOrDefault(
            table => Text(Child(table, "table"))?.Equals(_table.Name.ToString(), StringComparison.OrdinalIgnoreCase) == true);
    }

    private void Merge(YamlMappingNode table)
    {
        var columns = Child(table, "columns") as YamlMappingNode;
        var known = columns?.Children.Keys.Select(Text).OfType<string>().ToHashSet(StringComparer.Ordinal) ?? [];
        var ignored = (Child(table, "ignore") as YamlSequenceNode)?.Select(Text).OfType<string>() ?? [];
        var gone = known.Where(name => _table.Find(name) is null).ToList();
        var added = _table.Columns.Where(column => !known.Contains(column.Name) && !ignored.Contains(column.Name)).ToList();
        if (added.Count == 0)
        {
            Leave("it has every column of the table");
        }
        else if (columns is not { Style: MappingStyle.Block, Children.Count: > 0 })
        {
            Leave($"it has no list of columns, one a line, to add {Names(added.Select(column => column.Name))} to");
        }
        else
        {
            Insert(columns, added);
            _notes.Add($"added {Names(added.Select(column => column.Name))}; everything else is unchanged.");
        }

        if (gone.Count > 0) _notes.Add($"kept {Names(gone)}, which the table does not have.");
    }

    /// <summary>Inserts lines after the last column, before what follows it.</summary>
    private void Insert(YamlMappingNode columns, List<Column> added)
    {
        var (first, last) = (columns.Children.First().Key, columns.Children.Last());
        var newLine = _text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var lines = _text.Split('\n').ToList();
        var indent = new string(' ', (int)first.Start.Column - 1);
        var end = (int)last.Key.Start.Line;
        // The lines of the value are indented deeper; blank lines and comments between them belong to it.
        for (var i = end; i < lines.Count; i++)
        {
            var content = lines[i].TrimEnd('\r');
            var depth = content.Length - content.TrimStart(' ').Length;
            if (content.Trim().Length == 0) continue;
            if (depth < indent.Length || (depth == indent.Length && content[depth] is not ('-' or '#'))) break;
            end = i + 1;
        }

        var text = new StringBuilder();
        foreach (var column in added) text.Append(StarterMapping.Column(column, indent));
        var inserted = text.ToString().TrimEnd('\n').Replace("\n", newLine, StringComparison.Ordinal);
        // The file may end without a line end.
        var before = string.Join('\n', lines.Take(end)).TrimEnd('\r');
        var after = string.Join('\n', lines.Skip(end));
        Contents = Encoding.UTF8.GetBytes(before + newLine + inserted + newLine + after);
    }

    private void Leave(string reason) => _notes.Add($"unchanged: {reason}.");

    private static string Names(IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => string.Create(CultureInfo.InvariantCulture, $"'{name}'")));

    private static YamlNode? Child(YamlMappingNode node, string key) =>
        node.Children.FirstOrDefault(pair => Text(pair.Key) == key).Value;

    private static string? Text(YamlNode? node) => (node as YamlScalarNode)?.Value;
}
