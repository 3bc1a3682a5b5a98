using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Cli.Infer.Output;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Mapping.Language;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SqsIngestor.Cli.Infer.Against;

/// <summary>
/// A mapping with one more column in each table: it takes what no other column has. So the mapping itself says what it reads,
/// with its payload, its explode and its paths.
/// </summary>
internal sealed class WideMapping
{
    /// <summary>The name of the column.</summary>
    public const string Rest = "sqs_ingestor_infer_rest";

    private const string ToNull = "to_null";

    private static readonly string[] Policies = ["on_missing", "on_null", "on_error"];

    private readonly List<string> _texts = [];
    private readonly List<string> _expressions = [];
    private readonly HashSet<string> _structs = [];
    private readonly HashSet<string> _maps = [];
    private readonly HashSet<string> _arrays = [];
    private readonly HashSet<string> _ignored = [];

    private WideMapping()
    {
    }

    /// <summary>The mapping.</summary>
    public required MappingPlan Plan { get; init; }

    /// <summary>
    /// The mapping with NULL in each column whose value is missing or does not fit: it says what no column reads in messages that
    /// the mapping refuses. Null if there is no such mapping.
    /// </summary>
    public MappingPlan? Tolerant { get; private init; }

    /// <summary>The envelopes that the payload of the mapping removes, as the words of <c>unwrap</c>.</summary>
    public required IReadOnlySet<string> Envelopes { get; init; }

    /// <summary>The name of the rescued column of a table; null if it has none.</summary>
    public required Func<string, string?> Rescued { get; init; }

    /// <summary>Makes it; null if the mapping does not allow such a column.</summary>
    /// <param name="file">A mapping that compiles.</param>
    public static WideMapping? Of(FileInfo file)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(Files.ReadText(file)));
        }
        catch (YamlException)
        {
            return null;
        }

        if (stream.Documents is not [{ RootNode: YamlMappingNode root }]) return null;
        var (texts, expressions) = (Texts(root).ToList(), Expressions(root).ToList());
        var (structs, maps) = (SourcesOfFields(root, "from"), SourcesOfFields(root, "entries"));
        var arrays = SourcesOfFields(root, "each");
        var envelopes = root.AllNodes.OfType<YamlMappingNode>().Select(node => Child(node, "unwrap")).OfType<YamlScalarNode>()
            .Select(word => word.Value ?? "").ToHashSet();
        var ignored = root.AllNodes.OfType<YamlMappingNode>()
            .SelectMany(node => Child(node, "ignore")?.AllNodes ?? [])
            .OfType<YamlScalarNode>().Select(name => name.Value ?? "").ToList();
        var rescued = new Dictionary<string, string>();
        root.Children.Remove(new YamlScalarNode("tests"));
        var tables = Child(root, "tables") is YamlSequenceNode list ? list.OfType<YamlMappingNode>() : [root];
        var all = tables.ToList();
        foreach (var table in all) Widen(table, rescued);
        if (Compile(file, stream, set => Widen(set, isTolerant: false)) is not { } plan) return null;
        foreach (var table in all) Tolerate(table);
        Set(root, "defaults", new YamlMappingNode(Policies.SelectMany(policy => new YamlNode[] { policy, ToNull })));
        var wide = new WideMapping
        {
            Plan = plan,
            Envelopes = envelopes,
            Tolerant = Compile(file, stream, set => Widen(set, isTolerant: true)),
            Rescued = name => all.Count == 1 ? rescued.Values.FirstOrDefault() : rescued.GetValueOrDefault(name),
        };
        wide._texts.AddRange(texts);
        wide._expressions.AddRange(expressions);
        wide._structs.UnionWith(structs);
        wide._maps.UnionWith(maps);
        wide._arrays.UnionWith(arrays);
        wide._ignored.UnionWith(ignored);
        return wide;
    }

    /// <summary>Whether the mapping names something below a path.</summary>
    public bool ReadsBelow(string path) =>
        _texts.Exists(
            text => text.Contains($"{path}.", StringComparison.Ordinal) || text.Contains($"{path}[", StringComparison.Ordinal));

    /// <summary>Whether a path of the mapping ends with a member.</summary>
    public bool ReadsMember(string member) =>
        _texts.Exists(
            text => text.StartsWith('$') && text.EndsWith(YamlText.Member("", member), StringComparison.Ordinal));

    /// <summary>Whether the mapping says that a column, or a field of a STRUCT, stays NULL.</summary>
    /// <param name="path">The column, and the field inside it as SQL names it: <c>lines.element.sku</c>.</param>
    public bool Ignores(string path) =>
        // ignore names no elements.
        _ignored.Contains(path) || _ignored.Contains(path.Replace(".element.", ".", StringComparison.Ordinal));

    /// <summary>Whether the mapping names a path itself.</summary>
    public bool Names(string path) => _texts.Contains(path);

    /// <summary>Whether columns list which members they take of an object, or of the objects in it or in an array.</summary>
    public bool ListsFields(string path, JsonValueKind kind) =>
        kind == JsonValueKind.Object ? _structs.Contains(path) || _maps.Contains(path)
            : kind == JsonValueKind.Array && _arrays.Contains(path);

    /// <summary>Whether a path is that of an object whose names are data, of whose values columns take some members.</summary>
    public bool HasEntries(string path) => _maps.Contains(path);

    /// <summary>
    /// Whether the expression of a column reads a value. A condition that reads it puts it in no column, nor does a name that
    /// only begins with its path.
    /// </summary>
    public bool Uses(string path, string member)
    {
        var (cel, optional) = (path.TrimStart('$', '.'), $".?{member}");
        return _expressions.Exists(
            text => Contains(text, cel) || Contains(text, optional)
                || text.Contains($"['{member}']", StringComparison.Ordinal)
                || text.Contains($"[\"{member}\"]", StringComparison.Ordinal));
    }

    /// <summary>Whether a text has a name, and not only the beginning or the end of a longer one.</summary>
    private static bool Contains(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0;
            at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            var end = at + name.Length;
            var isStart = at == 0 || !IsOfName(text[at - 1]) || !IsOfName(name[0]);
            if (isStart && (end == text.Length || !IsOfName(text[end]))) return true;
        }
        return false;
    }

    private static bool IsOfName(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';

    private static IEnumerable<string> Expressions(YamlNode root) =>
        root.AllNodes.OfType<YamlMappingNode>().Select(node => Child(node, "expr")).OfType<YamlScalarNode>()
            .Select(text => text.Value ?? "");

    /// <summary>The paths after a key of the nodes that list fields.</summary>
    private static List<string> SourcesOfFields(YamlNode root, string key) =>
    [
        .. root.AllNodes.OfType<YamlMappingNode>().Where(node => Child(node, "fields") is not null)
            .Select(node => Child(node, key)).OfType<YamlScalarNode>().Select(path => path.Value ?? ""),
    ];

    private static MappingPlan? Compile(FileInfo file, YamlStream stream, Func<DescriptorFile, DescriptorFile> change)
    {
        using var writer = new StringWriter();
        stream.Save(writer, assignAnchors: false);
        return MappingFiles.Load(file, null, null, yaml: Encoding.UTF8.GetBytes(writer.ToString()), change: change)
            .Compilation.Plan;
    }

    /// <summary>Removes the policies of columns, so that the defaults apply.</summary>
    private static void Tolerate(YamlMappingNode table)
    {
        foreach (var node in Child(table, "columns")?.AllNodes.OfType<YamlMappingNode>().ToList() ?? [])
        {
            foreach (var policy in Policies) node.Children.Remove(new YamlScalarNode(policy));
        }
    }

    private static void Set(YamlMappingNode node, string key, YamlNode value)
    {
        node.Children.Remove(new YamlScalarNode(key));
        node.Add(key, value);
    }

    private static void Widen(YamlMappingNode table, Dictionary<string, string> rescued)
    {
        if (Child(table, "columns") is not YamlMappingNode columns)
        {
            columns = [];
            table.Children.Remove(new YamlScalarNode("columns"));
            table.Add("columns", columns);
        }

        foreach (var (key, value) in columns.Children.ToList())
        {
            if (value is not YamlMappingNode column || Child(column, "rescued") is null) continue;
            columns.Children.Remove(key);
            var name = ((YamlScalarNode)key).Value!;
            rescued[(Child(table, "table") as YamlScalarNode)?.Value ?? ""] = name;
            var ignored = (Child(table, "ignore")?.AllNodes ?? []).OfType<YamlScalarNode>()
                .Append(new YamlScalarNode(name)).ToList();
            table.Children.Remove(new YamlScalarNode("ignore"));
            table.Add("ignore", new YamlSequenceNode(ignored));
        }

        columns.Add(
            Rest, new YamlMappingNode("rescued", new YamlMappingNode(new YamlScalarNode("scope"), new YamlScalarNode("all"))));
    }

    private static DescriptorFile Widen(DescriptorFile file, bool isTolerant)
    {
        if (file.Bytes is not { } bytes) return file;
        var set = FileDescriptorSet.Parser.ParseFrom(bytes);
        foreach (var each in set.File.Where(each => !each.Name.StartsWith("google/protobuf/", StringComparison.Ordinal)))
        {
            foreach (var message in each.MessageType) Widen(message, isTolerant);
            // The comments have the limits of the columns.
            if (isTolerant) each.SourceCodeInfo = null;
        }

        return new DescriptorFile(file.Path, set.ToByteArray());
    }

    private static void Widen(DescriptorProto message, bool isTolerant)
    {
        foreach (var nested in message.NestedType.Where(nested => nested.Options?.MapEntry != true)) Widen(nested, isTolerant);
        foreach (
            var field in message.Field.Where(
                field => isTolerant && field.Label == FieldDescriptorProto.Types.Label.Required))
        {
            field.Label = FieldDescriptorProto.Types.Label.Optional;
        }

        var number = message.Field.Select(field => field.Number).DefaultIfEmpty().Max() + 1;
        message.Field.Add(
            new FieldDescriptorProto
            {
                Name = Rest,
                Number = FieldNumbers.AtLeast(number),
                Type = FieldDescriptorProto.Types.Type.String,
                Label = FieldDescriptorProto.Types.Label.Optional,
            });
    }

    private static IEnumerable<string> Texts(YamlNode node) =>
        node.AllNodes.OfType<YamlScalarNode>().Select(text => text.Value ?? "");

    private static YamlNode? Child(YamlMappingNode node, string key) =>
        node.Children.FirstOrDefault(pair => (pair.Key as YamlScalarNode)?.Value == key).Value;
}
