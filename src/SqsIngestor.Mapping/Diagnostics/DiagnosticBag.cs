namespace SqsIngestor.Mapping.Diagnostics;

/// <summary>Collects the diagnostics of one file, so that all of them are reported, not only the first.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<Diagnostic> _items = [];
    private readonly string _path;
    private readonly string[] _lines;

    public DiagnosticBag(string path, string text = "")
    {
        _path = path;
        _lines = text.Split('\n');
        Substituted = new SubstitutedTexts(text);
    }

    /// <summary>If not null, collects the known keys of each mapping kind, for the schema test.</summary>
    public Dictionary<string, HashSet<string>>? KnownKeys { get; init; }

    /// <summary>What <c>${NAME}</c> stood for; no diagnostic that is added later shows it.</summary>
    public SubstitutedTexts Substituted { get; }

    public bool HasErrors => _items.Exists(d => d.Severity == DiagnosticSeverity.Error);

    /// <summary>Whether a place has an error.</summary>
    public bool HasErrorAt(TextPosition position) =>
        _items.Exists(d => d.Severity == DiagnosticSeverity.Error && d.Position == position);

    /// <summary>In the order of the file; diagnostics of the same place are in the order found.</summary>
    public IReadOnlyList<Diagnostic> ToList() => _items.Count == 0 ? [] :
        [.. _items.OrderBy(d => d.Path, StringComparer.Ordinal).ThenBy(d => d.Position.Line).ThenBy(d => d.Position.Column)];

    public void Add(DiagnosticCode code, TextPosition position, string message, string? hint = null) =>
        _items.Add(new Diagnostic(
            code, _path, position, Substituted.Hide(message, position), hint is null ? null : Substituted.Hide(hint, position),
            LineAt(position.Line)));

    /// <summary>Adds what was found in another file.</summary>
    public void AddRange(IEnumerable<Diagnostic> diagnostics) => _items.AddRange(
        diagnostics.Select(d => d with
        {
            Path = Substituted.Hide(d.Path, TextPosition.File),
            Message = Substituted.Hide(d.Message, TextPosition.File),
            Hint = d.Hint is null ? null : Substituted.Hide(d.Hint, TextPosition.File),
        }));

    public void AddKnownKeys(string what, IEnumerable<string> keys)
    {
        if (KnownKeys is null) return;
        if (!KnownKeys.TryGetValue(what, out var known)) KnownKeys[what] = known = [];
        known.UnionWith(keys);
    }

    private string? LineAt(int line) => line >= 1 && line <= _lines.Length ? _lines[line - 1].TrimEnd('\r') : null;
}
