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
        var ignored = (Child(table, "ignore")?.AllNodes ?? []).OfType<YamlScalarNode>().Select(Text).OfType<string>().ToList();
        var gone = known.Where(name => _table.Find(name) is null).ToList();
        var added = _table.Columns.Where(column => !known.Contains(column.Name) && !ignored.Contains(column.Name)).ToList();
        var inside = new MergedFields(path => ignored.Contains(path));
        foreach (var column in _table.Columns)
        {
            if (columns is not null && Child(columns, column.Name) is { } node) inside.Add(column, node);
        }

        gone.AddRange(inside.Gone);
        if (columns is not { Style: MappingStyle.Block, Children.Count: > 0 } && added.Count > 0)
        {
            Leave($"it has no list of columns, one a line, to add {Names(added.Select(column => column.Name))} to");
        }
        else if (added.Count > 0 || inside.Added.Count > 0)
        {
            Insert(columns!, added, inside);
            _notes.Add(
                $"added {Names(added.Select(column => column.Name).Concat(inside.Added))}; everything else is unchanged.");
        }
        else if (inside.Missing.Count == 0)
        {
            Leave("it has every column of the table");
        }

        if (inside.Missing.Count > 0)
        {
            _notes.Add($"not added: {Names(inside.Missing)}. Add them to 'fields' where they belong: until then they are NULL.");
        }

        if (gone.Count > 0) _notes.Add($"kept {Names(gone)}, which the table does not have.");
        var unknown = ignored.Where(path => _table.Find(path.Split('.')[0]) is null).ToList();
        if (unknown.Count > 0)
        {
            _notes.Add($"kept {Names(unknown)} under ignore, which the table does not have: check refuses that.");
        }

        foreach (var narrow in inside.Narrow) _notes.Add($"warning: {narrow}.");
    }

    /// <summary>Inserts lines after the last column, and after the last field of lists that get more fields.</summary>
    private void Insert(YamlMappingNode columns, List<Column> added, MergedFields inside)
    {
        var pieces = new List<(int Line, string Text)>();
        foreach (var (list, path, fields) in inside.Lists)
        {
            var indent = Indent(list);
            pieces.Add((End(list), string.Concat(fields.Select(field => StarterMapping.Field(field, path, indent)))));
        }

        if (added.Count > 0)
        {
            var indent = Indent(columns);
            pieces.Add((End(columns), string.Concat(added.Select(column => StarterMapping.Column(column, indent)))));
        }

        var newLine = _text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var lines = _text.Split('\n').ToList();
        var text = new StringBuilder();
        var done = 0;
        foreach (var (line, piece) in pieces.OrderBy(piece => piece.Line))
        {
            // The file may end without a line end.
            var before = string.Join('\n', lines[done..line]).TrimEnd('\r');
            if (line > done) text.Append(before).Append(newLine);
            text.Append(piece.Replace("\n", newLine, StringComparison.Ordinal));
            done = line;
        }

        Contents = Encoding.UTF8.GetBytes(text.Append(string.Join('\n', lines[done..])).ToString());
    }

    private static string Indent(YamlMappingNode list) => new(' ', (int)list.Children.First().Key.Start.Column - 1);

    /// <summary>The number of lines up to the end of a list, before what follows it.</summary>
    private int End(YamlMappingNode list)
    {
        var lines = _text.Split('\n');
        var indent = Indent(list);
        var end = (int)list.Children.Last().Key.Start.Line;
        // The lines of the value are indented deeper; blank lines and comments between them belong to it.
        for (var i = end; i < lines.Length; i++)
        {
            var content = lines[i].TrimEnd('\r');
            var depth = content.Length - content.TrimStart(' ').Length;
            if (content.Trim().Length == 0) continue;
            if (depth < indent.Length || (depth == indent.Length && content[depth] is not ('-' or '#'))) break;
            end = i + 1;
        }

        return end;
    }

    private void Leave(string reason) => _notes.Add($"unchanged: {reason}.");

    private static string Names(IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => string.Create(CultureInfo.InvariantCulture, $"'{name}'")));

    private static YamlNode? Child(YamlMappingNode node, string key) =>
        node.Children.FirstOrDefault(pair => Text(pair.Key) == key).Value;

    private static string? Text(YamlNode? node) => (node as YamlScalarNode)?.Value;
}
