namespace SqsIngestor.Mapping.Json;

/// <summary>
/// All paths that a plan asks of one document, merged. Each node has a slot; reading the document puts the tape index
/// of the value at that place into it, or leaves -1.
/// </summary>
internal sealed class PathTrie
{
    private readonly Dictionary<string, PathTrie> _members = [];
    private readonly SortedDictionary<int, PathTrie> _elements = [];
    private NameTable<PathTrie>? _table;
    private readonly Counter _counter;

    public PathTrie() : this(new Counter())
    {
    }

    private PathTrie(Counter counter)
    {
        _counter = counter;
        Slot = counter.Next++;
    }

    /// <summary>Index of this place in the slots of the document.</summary>
    public int Slot { get; }

    /// <summary>How many slots the whole trie has.</summary>
    public int SlotCount => _counter.Next;

    /// <summary>Everything below this place goes onto the tape, not only what has a path.</summary>
    public bool Whole { get; set; }

    public bool HasMembers => _members.Count > 0;

    public bool HasElements => _elements.Count > 0;

    /// <summary>The places of array elements by position; negative ones count from the end.</summary>
    public IEnumerable<KeyValuePair<int, PathTrie>> Elements => _elements;

    public bool HasNegativeElements => HasElements && _elements.First().Key < 0;

    public PathTrie Member(string name)
    {
        if (_members.TryGetValue(name, out var child)) return child;
        _table = null;
        return _members[name] = new PathTrie(_counter);
    }

    public PathTrie Element(int position) =>
        _elements.TryGetValue(position, out var child) ? child : _elements[position] = new PathTrie(_counter);

    public PathTrie? FindElement(int position) => _elements.GetValueOrDefault(position);

    /// <summary>The place of a member by its name as it stands in the source.</summary>
    public PathTrie? FindMember(ReadOnlySpan<byte> text, bool escaped)
    {
        if (_members.Count == 0) return null;
        _table ??= new([.. _members.Select(m => KeyValuePair.Create(System.Text.Encoding.UTF8.GetBytes(m.Key), m.Value))]);
        if (!escaped) return _table.Find(text);
        if (text.Length > 1024) return null;
        Span<byte> name = stackalloc byte[1024];
        return JsonText.TryUnescape(text, name, out var length) ? _table.Find(name[..length]) : null;
    }

    /// <summary>Empties the slots of this place and of all below it.</summary>
    public void Clear(Span<int> slots)
    {
        slots[Slot] = -1;
        foreach (var child in _members.Values) child.Clear(slots);
        foreach (var child in _elements.Values) child.Clear(slots);
    }

    private sealed class Counter
    {
        public int Next;
    }
}
