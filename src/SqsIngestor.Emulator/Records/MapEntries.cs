namespace SqsIngestor.Emulator.Records;

/// <summary>
/// The entries of a map in the order of their first appearance. If a key occurs several times, the last value is used.
/// </summary>
internal sealed class MapEntries
{
    /// <summary>Up to this size, a search through all entries is faster than an index.</summary>
    private const int MostWithoutIndex = 12;

    private readonly List<KeyValuePair<object, object?>> _entries = [];
    private Dictionary<object, int>? _places;

    public IReadOnlyList<KeyValuePair<object, object?>> Entries => _entries;

    public void Set(object key, object? value)
    {
        if (Find(key) is var place and >= 0)
        {
            _entries[place] = new(key, value);
            return;
        }

        _places?.Add(key, _entries.Count);
        _entries.Add(new(key, value));
    }

    private int Find(object key)
    {
        if (_places is null && _entries.Count <= MostWithoutIndex)
        {
            for (var i = 0; i < _entries.Count; i++)
            {
                if (MapKeyComparer.Instance.Equals(_entries[i].Key, key)) return i;
            }

            return -1;
        }

        if (_places is null)
        {
            _places = new Dictionary<object, int>(MapKeyComparer.Instance);
            for (var i = 0; i < _entries.Count; i++) _places.Add(_entries[i].Key, i);
        }

        return _places.TryGetValue(key, out var place) ? place : -1;
    }
}

/// <summary>Compares decoded keys: texts by their bytes, all others by value.</summary>
internal sealed class MapKeyComparer : IEqualityComparer<object>
{
    public static readonly MapKeyComparer Instance = new();

    private MapKeyComparer()
    {
    }

    public new bool Equals(object? x, object? y) => (x, y) switch
    {
        (ReadOnlyMemory<byte> a, ReadOnlyMemory<byte> b) => a.Span.SequenceEqual(b.Span),
        _ => object.Equals(x, y),
    };

    public int GetHashCode(object obj)
    {
        if (obj is not ReadOnlyMemory<byte> text) return obj.GetHashCode();
        var hash = new HashCode();
        hash.AddBytes(text.Span);
        return hash.ToHashCode();
    }
}
