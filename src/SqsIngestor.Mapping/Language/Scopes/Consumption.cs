using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>The places of the source document that the columns of one table read.</summary>
internal sealed class Consumption
{
    private readonly HashSet<PathTrie> _places = [];

    public void Add(PathTrie place) => _places.Add(place);

    /// <summary>For each slot of a trie: whether it was read.</summary>
    public bool[] Slots(PathTrie root)
    {
        var slots = new bool[root.SlotCount];
        foreach (var place in _places.Where(root.IsOfThisTrie)) slots[place.Slot] = true;
        return slots;
    }
}
