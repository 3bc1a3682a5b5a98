using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>The places of the source document that the columns of one table read.</summary>
internal sealed class Consumption
{
    private readonly HashSet<PathTrie> _places = [];

    public void Add(PathTrie place) => _places.Add(place);

    /// <summary>Adds what other columns of the table read.</summary>
    public void Add(Consumption other) => _places.UnionWith(other._places);

    /// <summary>Whether a column reads the value at the place itself.</summary>
    public bool Contains(PathTrie place) => _places.Contains(place);

    /// <summary>What a value must be, because columns read below it.</summary>
    public ContainerShape ShapeBelow(PathTrie place) =>
        (place.Members.Any(Reads) ? ContainerShape.Object : 0) | (place.AnyElements.Any(Reads) ? ContainerShape.Array : 0);

    /// <summary>As <see cref="ShapeBelow"/>; anything if a column holds the value itself.</summary>
    public ContainerShape ShapeOf(PathTrie place) => Contains(place) ? ContainerShape.Any : ShapeBelow(place);

    /// <summary>The places, among these roots and all below them, below which a column reads.</summary>
    public HashSet<PathTrie> ReadBelow(IEnumerable<PathTrie> roots)
    {
        var found = new HashSet<PathTrie>();
        foreach (var root in roots) AddReadBelow(root, found);
        return found;
    }

    private bool AddReadBelow(PathTrie place, HashSet<PathTrie> found)
    {
        var isRead = false;
        foreach (var child in place.Members.Concat(place.AnyElements)) isRead |= AddReadBelow(child, found) | Contains(child);
        if (isRead) found.Add(place);
        return isRead;
    }

    private bool Reads(PathTrie place) => Contains(place) || place.Members.Any(Reads) || place.AnyElements.Any(Reads);
}
