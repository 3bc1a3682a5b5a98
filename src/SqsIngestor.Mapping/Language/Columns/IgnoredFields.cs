using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Yaml;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>
/// <c>ignore</c> of a table: fields that stay NULL on purpose. A field below a column has the name that errors give it:
/// <c>customer.id</c>, <c>lines.sku</c> below an ARRAY, and <c>labels.value.text</c> below a MAP.
/// </summary>
/// <param name="names">The names as written.</param>
/// <param name="diagnostics">Receives the problems.</param>
internal sealed class IgnoredFields(IReadOnlyList<YamlScalar> names, DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, YamlScalar> _names = names.DistinctBy(n => n.Value).ToDictionary(n => n.Value);

    // The fields of the STRUCTs that the mapping fills one by one, and whether it has a source for them.
    private readonly Dictionary<string, bool> _met = [];

    /// <summary>The place at which a field is ignored; null if it is not.</summary>
    public TextPosition? PlaceOf(string field) => _names.GetValueOrDefault(field)?.Position;

    /// <summary>Whether a field below this one is ignored, so that it cannot be filled as a whole.</summary>
    public bool HasBelow(string field) => _names.Keys.Any(name => name.StartsWith(field + ".", StringComparison.Ordinal));

    /// <summary>The mapping decides about this field by itself.</summary>
    public void Meet(string field, bool isMapped) => _met.TryAdd(field, isMapped);

    /// <summary>Reports the names that are wrong, or that do nothing.</summary>
    public void Check(MessageDescriptor message)
    {
        foreach (var (name, scalar) in _names)
        {
            if (_met.TryGetValue(name, out var isMapped))
            {
                if (isMapped)
                    diagnostics.Add(DiagnosticCodes.DuplicateKey, scalar.Position, $"'{name}' is both mapped and ignored");
            }
            else if (FieldPaths.Resolve(message, name) is null)
            {
                diagnostics.Add(
                    DiagnosticCodes.UnknownColumn, scalar.Position, $"{message.FullName} has no field '{name}'",
                    Nearest.Hint(name, _met.Keys));
            }
            // After a mistake in a column, nothing is known of its fields.
            else if (!diagnostics.HasErrors)
            {
                var around = name[..name.LastIndexOf('.')];
                var isIgnored = _names.Keys.Any(other => name.StartsWith(other + ".", StringComparison.Ordinal));
                diagnostics.Add(
                    DiagnosticCodes.Idle, scalar.Position,
                    isIgnored
                        ? $"'{name}' is ignored already, with what is around it"
                        : $"'{name}' is not left out: '{around}' is filled as a whole, by name",
                    isIgnored ? null : "list the fields of the STRUCT under `fields`");
            }
        }
    }
}
