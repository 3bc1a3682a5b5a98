using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel;

/// <summary>The variables that expressions of one place may use, with their types.</summary>
internal sealed class CelEnvironment
{
    private readonly Dictionary<string, CelType> _variables = new(StringComparer.Ordinal);

    /// <param name="variables">Names (dotted ones too) and types: <see cref="CelType.Dyn"/> for JSON, records for fixed sets of
    /// members.</param>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public CelEnvironment(params IEnumerable<KeyValuePair<string, CelType>> variables)
    {
        foreach (var (name, type) in variables) _variables.Add(name, type);
    }

    public IReadOnlyCollection<string> Names => _variables.Keys;

    public CelType? Find(string name) => _variables.GetValueOrDefault(name);
}
