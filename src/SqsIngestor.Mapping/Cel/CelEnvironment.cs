using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel;

/// <summary>The variables that an expression can use, with their types. Immutable.</summary>
internal sealed class CelEnvironment
{
    private readonly Dictionary<string, CelType> _variables = new(StringComparer.Ordinal);

    /// <param name="variables">
    /// Names, which can contain dots, and types: <see cref="CelType.Dyn"/> for JSON, a record for a fixed set of members.
    /// </param>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public CelEnvironment(params IEnumerable<KeyValuePair<string, CelType>> variables)
    {
        foreach (var (name, type) in variables) _variables.Add(name, type);
    }

    public IReadOnlyCollection<string> Names => _variables.Keys;

    /// <summary>The type of a variable; null if not found.</summary>
    public CelType? Find(string name) => _variables.GetValueOrDefault(name);
}
