namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>The places of the input that an expression reads, each once.</summary>
internal sealed class DependencySet
{
    private readonly List<CelDependency> _all = [];
    private readonly Dictionary<string, CelDependency> _byPath = new(StringComparer.Ordinal);

    /// <summary>In the order of their first use.</summary>
    public IReadOnlyList<CelDependency> All => _all;

    /// <summary>The dependency for a place; the same object for the same place.</summary>
    public CelDependency Add(string root, IReadOnlyList<CelPathStep> path)
    {
        // The lengths keep names apart that contain points or brackets.
        var parts = path.Select(step => step.Name is null ? $"[{step.Index}]" : $".{step.Name.Length}.{step.Name}");
        var key = root + string.Concat(parts);
        if (_byPath.TryGetValue(key, out var known)) return known;
        var place = new CelDependency(root, [.. path]);
        _all.Add(place);
        _byPath.Add(key, place);
        return place;
    }
}
