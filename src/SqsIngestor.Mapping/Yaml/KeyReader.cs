using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Yaml;

/// <summary>
/// Takes the keys of one YAML mapping, each once; <see cref="Finish"/> reports the keys that are left. All problems are reported,
/// and reading continues with the usable values.
/// </summary>
internal sealed class KeyReader
{
    /// <summary>The words of a key that is on or off.</summary>
    public static readonly Keywords<bool> Flags = new(("true", true, ""), ("false", false, ""));

    private readonly Dictionary<string, YamlEntry> _left;
    private readonly List<string> _known = [];
    private readonly YamlMapping _mapping;
    private readonly DiagnosticBag _diagnostics;

    private KeyReader(YamlMapping mapping, DiagnosticBag diagnostics)
    {
        _mapping = mapping;
        _diagnostics = diagnostics;
        _left = mapping.Entries.ToDictionary(e => e.Key.Value);
    }

    /// <summary>Returns a reader, or null and a diagnostic if the node is not a mapping.</summary>
    /// <param name="node">The node.</param>
    /// <param name="what">What it is, at the start of a sentence.</param>
    /// <param name="diagnostics">Receives the problem.</param>
    /// <param name="hint">What to write instead of another node; null for nothing.</param>
    public static KeyReader? Open(YamlNode node, string what, DiagnosticBag diagnostics, string? hint = null)
    {
        if (node is YamlMapping mapping) return new KeyReader(mapping, diagnostics);
        diagnostics.Add(DiagnosticCodes.WrongKind, node.Position, $"{what} must be a mapping, not {node.KindName}", hint);
        return null;
    }

    public bool Has(string key) => _left.ContainsKey(key);

    /// <summary>The place of a key, whether it is taken or not; null if the mapping does not have it.</summary>
    public TextPosition? PositionOf(string key) => _mapping.Entries.FirstOrDefault(e => e.Key.Value == key)?.Key.Position;

    /// <summary>Returns the value without taking the key.</summary>
    public YamlNode? Peek(string key) => _left.GetValueOrDefault(key)?.Value;

    public YamlNode? Take(string key) => TakeEntry(key)?.Value;

    public YamlEntry? TakeEntry(string key)
    {
        _known.Add(key);
        return _left.Remove(key, out var entry) ? entry : null;
    }

    public YamlScalar? TakeScalar(string key)
    {
        var node = Take(key);
        if (node is null or YamlScalar) return node as YamlScalar;
        _diagnostics.Add(DiagnosticCodes.WrongKind, node.Position, $"'{key}' must be a scalar, not {node.KindName}");
        return null;
    }

    /// <summary>A list of scalars; a single scalar is read as a list of one.</summary>
    public IReadOnlyList<YamlScalar> TakeScalars(string key) => Scalars(Take(key), $"'{key}'", _diagnostics);

    /// <summary>A scalar that must be one of some words; null if the key is missing, or after a diagnostic.</summary>
    public T? TakeWord<T>(string key, Keywords<T> words) where T : struct
    {
        if (TakeScalar(key) is not { } scalar) return null;
        if (words.Find(scalar.Value) is { } value) return value;
        _diagnostics.Add(
            DiagnosticCodes.WrongValue,
            scalar.Position,
            $"'{scalar.Value}' is not a value of '{key}'; use one of {string.Join(", ", words.All)}",
            Nearest.Hint(scalar.Value, words.All));
        return null;
    }

    /// <summary>
    /// A scalar that may be a call. In braces, YAML ends a value at a comma, so that <c>x(1, 2)</c> without quotes is the value
    /// <c>x(1</c> and a key <c>2)</c> without a value: that is reported, and read as it was meant.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="code">The code of the report.</param>
    /// <param name="separator">What stands between the arguments.</param>
    public YamlScalar? TakeCall(string key, DiagnosticCode code, string separator = ", ")
    {
        if (TakeScalar(key) is not { } value) return null;
        if (!_mapping.IsFlow || CutOff(key, value) is not { Count: > 0 } rest) return value;
        foreach (var part in rest) _left.Remove(part);
        var whole = value with { Value = string.Join(separator, rest.Prepend(value.Value)) };
        var quote = whole.Value.Contains('"', StringComparison.Ordinal) ? '\'' : '"';
        _diagnostics.Add(
            code, value.Position, $"'{whole.Value}' needs quotes: in braces, a comma ends a value",
            $"{key}: {quote}{whole.Value}{quote}");
        return whole;
    }

    /// <summary>The keys after a call that are the rest of it; empty if it is whole.</summary>
    private List<string> CutOff(string key, YamlScalar value)
    {
        var rest = new List<string>();
        var open = Open(value.Value);
        if (!value.IsPlain) return rest;
        foreach (var entry in _mapping.Entries.SkipWhile(e => e.Key.Value != key).Skip(1))
        {
            if (open <= 0 || !IsCutOff(entry) || !_left.ContainsKey(entry.Key.Value)) break;
            rest.Add(entry.Key.Value);
            open += Open(entry.Key.Value);
        }
        return open == 0 ? rest : [];
    }

    /// <summary>How many parentheses a text leaves open.</summary>
    private static int Open(string text) => text.Count(c => c is '(' or '[') - text.Count(c => c is ')' or ']');

    /// <summary>Whether a key has no value at all, as the text after a comma in braces.</summary>
    private static bool IsCutOff(YamlEntry entry) => entry.Value is YamlScalar { IsPlain: true, Value: "" };

    public bool TakeFlag(string key) => TakeWord(key, Flags) ?? false;

    /// <summary>Reports the keys that are left.</summary>
    /// <param name="what">What has no such key.</param>
    /// <param name="hintOf">The hint for a key; null takes the nearest known key.</param>
    public void Finish(string what, Func<string, string?>? hintOf = null)
    {
        _diagnostics.AddKnownKeys(what, _known);
        foreach (var entry in _mapping.Entries.Where(e => _left.ContainsKey(e.Key.Value)))
        {
            _diagnostics.Add(
                DiagnosticCodes.UnknownKey, entry.Key.Position, $"{what} has no key '{entry.Key.Value}'",
                hintOf?.Invoke(entry.Key.Value) ?? Nearest.Hint(entry.Key.Value, _known)
                    ?? (_mapping.IsFlow && IsCutOff(entry)
                        ? "in braces, a comma ends a value: put quotes around a value with a comma"
                        : null));
        }
    }

    public static IReadOnlyList<YamlScalar> Scalars(YamlNode? node, string what, DiagnosticBag diagnostics)
    {
        switch (node)
        {
            case null:
                return [];
            case YamlScalar scalar:
                return [scalar];
            case YamlSequence sequence:
                foreach (var item in sequence.Items.Where(i => i is not YamlScalar))
                {
                    diagnostics.Add(
                        DiagnosticCodes.WrongKind, item.Position, $"{what} must be a list of scalars; this is {item.KindName}");
                }
                return [.. sequence.Items.OfType<YamlScalar>()];
            default:
                diagnostics.Add(
                    DiagnosticCodes.WrongKind, node.Position, $"{what} must be a list of scalars, not {node.KindName}");
                return [];
        }
    }
}
