using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Enums;

/// <summary>The tables of the file's <c>enums</c>, by name: texts of the source, and the values to write for them.</summary>
internal sealed class EnumTables
{
    private readonly Dictionary<string, EnumTable> _tables = [];

    private EnumTables()
    {
    }

    public static EnumTables None { get; } = new();

    public IReadOnlyCollection<string> Names => _tables.Keys;

    /// <summary>The names of the tables, with their places.</summary>
    public IEnumerable<YamlScalar> All => _tables.Values.Select(static table => table.Name);

    public EnumTable? Find(string name) => _tables.GetValueOrDefault(name);

    public static EnumTables Read(YamlNode? node, DiagnosticBag diagnostics)
    {
        var result = new EnumTables();
        if (node is null) return result;
        if (KeyReader.Open(node, "'enums'", diagnostics) is null) return result;
        foreach (var (name, value) in ((YamlMapping)node).Entries)
        {
            if (KeyReader.Open(value, "an enum table", diagnostics) is null) continue;
            var pairs = new List<(YamlScalar, YamlScalar)>();
            foreach (var (source, target) in ((YamlMapping)value).Entries)
            {
                if (target is YamlScalar scalar)
                {
                    pairs.Add((source, scalar));
                }
                else
                {
                    diagnostics.Add(
                        DiagnosticCodes.WrongKind, target.Position,
                        $"the target of '{source.Value}' must be a scalar, not {target.KindName}");
                }
            }
            if (((YamlMapping)value).Entries.Count == 0)
            {
                diagnostics.Add(
                    DiagnosticCodes.WrongValue, name.Position, $"the enum table '{name.Value}' is empty, so no value is in it",
                    "name: value to write");
            }
            result._tables[name.Value] = new(name, pairs);
        }
        return result;
    }
}

/// <summary>One table of <c>enums</c>.</summary>
/// <param name="Name">The name that columns use.</param>
/// <param name="Pairs">Text of the source, and the value to write for it.</param>
internal sealed record EnumTable(YamlScalar Name, IReadOnlyList<(YamlScalar Source, YamlScalar Target)> Pairs);
