namespace SqsIngestor.Emulator.Records;

/// <summary>The entries of a map in the order of their first appearance. Of equal keys the last value counts.</summary>
internal sealed class MapEntries
{
    private readonly Dictionary<object, int> _places = new(MapKeyComparer.Instance);
    private readonly List<KeyValuePair<object, object?>> _entries = [];

    public IReadOnlyList<KeyValuePair<object, object?>> Entries => _entries;

    public void Set(object key, object? value)
    {
        if (_places.TryGetValue(key, out var place))
        {
            _entries[place] = new(key, value);
            return;
        }

        _places.Add(key, _entries.Count);
        _entries.Add(new(key, value));
    }
}
