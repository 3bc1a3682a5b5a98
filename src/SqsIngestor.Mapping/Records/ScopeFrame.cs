using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records;

/// <summary>
/// The values that <c>each</c>, <c>entries</c> or <c>explode</c> binds for one step: an element or a member, and the values of
/// the paths below it.
/// </summary>
internal sealed class ScopeFrame(PathTrie trie)
{
    private readonly int[] _slots = new int[trie.SlotCount];
    private JsonTape _tape = new();
    private int _key = -1;

    /// <summary>The position, from 0; negative if nothing is bound.</summary>
    public int Index { get; private set; }

    public SourceValue Key => SourceValue.FromTape(_tape, _key);

    public void Bind(JsonTape tape, int value, int key, int index)
    {
        (_tape, _key, Index) = (tape, key, index);
        Array.Fill(_slots, -1);
        TrieFill.Fill(tape, value, trie, _slots);
    }

    /// <summary>Binds nothing: every path below it is missing, and so is the position.</summary>
    public void Unbind()
    {
        (_key, Index) = (-1, -1);
        Array.Fill(_slots, -1);
    }

    public SourceValue Value(int slot) => SourceValue.FromTape(_tape, _slots[slot]);
}
