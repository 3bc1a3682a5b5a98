using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>The places of the source document that the columns of one table read.</summary>
internal sealed class Consumption
{
    private readonly List<PathTrie> _places = [];

    /// <summary>How many places have been added, for <see cref="ShapeBelow"/>.</summary>
    public int Count => _places.Count;

    public void Add(PathTrie place) => _places.Add(place);

    /// <summary>Whether a column reads the value at the place itself.</summary>
    public bool Contains(PathTrie place) => _places.Contains(place);

    /// <summary>What a value must be, because columns read below it.</summary>
    /// <param name="place">The place of the value.</param>
    /// <param name="from">The number of places that do not count, because columns read them that were added before.</param>
    public ContainerShape ShapeBelow(PathTrie place, int from = 0)
    {
        var places = _places.Skip(from).ToHashSet();
        return (place.Members.Any(Reads) ? ContainerShape.Object : 0) | (place.AnyElements.Any(Reads) ? ContainerShape.Array : 0);

        bool Reads(PathTrie below) => places.Contains(below) || below.Members.Any(Reads) || below.AnyElements.Any(Reads);
    }

    /// <summary>As <see cref="ShapeBelow"/>; anything if a column holds the value itself.</summary>
    public ContainerShape ShapeOf(PathTrie place, int from = 0) =>
        Contains(place) ? ContainerShape.Any : ShapeBelow(place, from);
}
