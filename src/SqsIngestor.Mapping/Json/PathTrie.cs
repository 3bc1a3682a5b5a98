using System.Text;

namespace SqsIngestor.Mapping.Json;

/// <summary>
/// All paths that a plan reads in one document, merged. Each node has a slot; reading the document puts the tape index
/// of the value at that place into it, or leaves -1.
/// </summary>
internal sealed class PathTrie
{
    private readonly Counter _counter;
    // Most places are leaves and need neither.
    private Dictionary<string, PathTrie>? _members;
    private SortedDictionary<int, PathTrie>? _elements;
    private NameTable<PathTrie>? _memberTable;
    private byte[] _name = [];

    // A bit for each length of a member's name. Most names that no path reads have another length.
    private ulong _nameLengths;

    // Messages of one queue have their members in one order, so the one that came next last time is tried first. A race between
    // threads only costs a lookup.
    private PathTrie? _firstMember;
    private PathTrie? _nextMember;
    private KeyValuePair<int, PathTrie>[] _elementTable = [];

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

    /// <summary>Whether the other place belongs to the same trie as this one.</summary>
    public bool IsOfThisTrie(PathTrie other) => other._counter == _counter;

    /// <summary>Everything below this place goes onto the tape, not only the places of paths.</summary>
    public bool Whole { get; set; }

    public bool HasMembers => _memberTable is not null;

    /// <summary>The places of members, before the trie is complete too.</summary>
    public IEnumerable<PathTrie> Members => _members?.Values ?? Enumerable.Empty<PathTrie>();

    /// <summary>The places of elements, before the trie is complete too.</summary>
    public IEnumerable<PathTrie> AnyElements => _elements?.Values ?? Enumerable.Empty<PathTrie>();

    /// <summary>The names of all members here and below, some more than once.</summary>
    public IEnumerable<string> Names => (_members?.Keys ?? Enumerable.Empty<string>())
        .Concat(Members.Concat(AnyElements).SelectMany(static place => place.Names));

    public bool HasElements => _elementTable.Length > 0;

    /// <summary>A path has a position from the end.</summary>
    public bool HasNegativeElements => HasElements && _elementTable[0].Key < 0;

    /// <summary>The places of array elements, ordered by position; negative ones count from the end.</summary>
    public ReadOnlySpan<KeyValuePair<int, PathTrie>> Elements => _elementTable;

    public PathTrie Member(string name)
    {
        _members ??= [];
        return _members.TryGetValue(name, out var child) ? child : _members[name] = new PathTrie(_counter);
    }

    public PathTrie Element(int position)
    {
        _elements ??= [];
        return _elements.TryGetValue(position, out var child) ? child : _elements[position] = new PathTrie(_counter);
    }

    /// <summary>Completes the trie. After that, any number of threads may read it, and nothing may be added.</summary>
    public PathTrie Freeze()
    {
        if (_members is not null)
        {
            var members = new List<KeyValuePair<byte[], PathTrie>>(_members.Count);
            foreach (var (name, child) in _members)
            {
                child._name = Encoding.UTF8.GetBytes(name);
                members.Add(new(child._name, child.Freeze()));
                _nameLengths |= LengthBit(child._name.Length);
            }
            _memberTable = new(members);
        }
        if (_elements is not null) _elementTable = [.. _elements];
        foreach (var (_, child) in _elementTable) child.Freeze();
        return this;
    }

    public PathTrie? FindElement(int position)
    {
        foreach (var (candidate, child) in _elementTable)
        {
            if (candidate == position) return child;
        }
        return null;
    }

    /// <summary>The place of a member by its name as written in the source.</summary>
    public PathTrie? FindMember(ReadOnlySpan<byte> text, bool escaped) => _memberTable?.Find(text, escaped);

    /// <summary>As <see cref="FindMember(ReadOnlySpan{byte}, bool)"/>, while the members are read in order.</summary>
    /// <param name="text">The name as written in the source.</param>
    /// <param name="escaped">It holds escapes.</param>
    /// <param name="previous">The last one that was found in this object; null for the first.</param>
    public PathTrie? FindMember(ReadOnlySpan<byte> text, bool escaped, PathTrie? previous)
    {
        var expected = previous is null ? _firstMember : previous._nextMember;
        if (expected is not null && !escaped && text.SequenceEqual(expected._name)) return expected;
        if (!escaped && (_nameLengths & LengthBit(text.Length)) == 0) return null;
        var found = FindMember(text, escaped);
        if (found is null) return null;
        if (previous is null) _firstMember = found;
        else previous._nextMember = found;
        return found;
    }

    /// <summary>Empties the slots of this place and of all below it.</summary>
    public void Clear(Span<int> slots)
    {
        slots[Slot] = -1;
        foreach (var (_, child) in _elementTable) child.Clear(slots);
        if (_members is null) return;
        foreach (var child in _members.Values) child.Clear(slots);
    }

    private static ulong LengthBit(int length) => 1UL << Math.Min(length, 63);

    private sealed class Counter
    {
        public int Next;
    }
}
