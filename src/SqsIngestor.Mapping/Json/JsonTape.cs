using System.Runtime.CompilerServices;
using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Json;

/// <summary>
/// A document as a flat array of nodes in source order, reused from message to message. An object is followed by pairs
/// of a name node and a value's nodes, an array by its values. Parts that no path reads are not on the tape.
/// </summary>
internal sealed class JsonTape : WorkPart
{
    private const int SmallestSize = 64;

    private readonly WorkMemory _memory;
    private readonly JsonPlaces _places;
    private JsonNode[] _nodes = [];
    private byte[] _source = [];

    // Even: the last bit of a node's mark says that the value is rescued.
    private ushort _row;

    // What the row has read, in order. Empty without a rescued column.
    private readonly WorkArray<int> _reads;

    /// <param name="memory">What the message may take; null for no bound.</param>
    public JsonTape(WorkMemory? memory = null)
    {
        _memory = memory ?? new();
        (_places, _reads) = (new(_memory), new(_memory));
        memory?.Add(this);
    }

    /// <summary>
    /// An object of a document has a name twice that a path or a field reads. Stays until it is reset, over several documents.
    /// </summary>
    public bool HasDuplicateName { get; set; }

    public int Count { get; private set; }

    /// <summary>Another number for each document.</summary>
    public int Version { get; private set; }

    /// <summary>See <see cref="JsonPlaces.Visits"/>.</summary>
    public long Visits => _places.Visits;

    /// <summary>How many values the row has read.</summary>
    public int Reads { get; private set; }

    /// <summary>The bytes that the nodes refer to.</summary>
    public byte[] Source => _source;

    /// <summary>Removes all nodes; new ones refer to <paramref name="source"/>.</summary>
    public void Reset(byte[] source)
    {
        _source = source;
        (Count, Reads) = (0, 0);
        Version++;
        _places.Forget();
    }

    public ref readonly JsonNode this[int index] => ref _nodes[index];

    /// <summary>The node's bytes as written in the source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Raw(int index)
    {
        ref readonly var node = ref _nodes[index];
        return new ReadOnlySpan<byte>(_source, node.Start, node.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Add(JsonKind kind, int start, int length, bool escaped)
    {
        var index = Count;
        if (index >= Room) Grow(index);
        ref var node = ref _nodes[index];
        node.Kind = kind;
        node.Start = start;
        node.Length = length;
        node.Escaped = escaped;
        node.End = index + 1;
        Count = index + 1;
        return index;
    }

    private void Grow(int count) => _memory.Grow(this, ref _nodes, Math.Max(SmallestSize, count + 1L), count);

    /// <summary>Sets where a container ends, in the source and on the tape.</summary>
    public void Close(int index, int sourceEnd)
    {
        ref var node = ref _nodes[index];
        node.Length = sourceEnd - node.Start;
        node.End = Count;
    }

    public override void Release()
    {
        _memory.Release(ref _nodes);
        (Count, Reads) = (0, 0);
        _places.Forget();
    }

    /// <summary>The source has moved to a larger array, with the same bytes at the same places.</summary>
    public void Rebase(byte[] source) => _source = source;

    /// <summary>
    /// Appends the nodes of a value from a tape, this one or another, whose text has been copied to
    /// <paramref name="start"/> in this tape's source.
    /// </summary>
    public void Append(JsonTape other, int node, int start)
    {
        var (end, delta, shift) = (other._nodes[node].End, start - other._nodes[node].Start, Count - node);
        for (var i = node; i < end; i++)
        {
            var copy = other._nodes[i];
            var index = Add(copy.Kind, copy.Start + delta, copy.Length, copy.Escaped);
            _nodes[index].End = copy.End + shift;
        }
    }

    /// <summary>Whether a value has no parts that a row could read: null, or an object or array without any.</summary>
    public bool IsEmpty(int index) => _nodes[index] is { Kind: JsonKind.Null }
        || (_nodes[index].Kind is JsonKind.Object or JsonKind.Array && _nodes[index].End == index + 1);

    /// <summary>Begins a row, which has not read anything.</summary>
    public void ForgetReads()
    {
        Reads = 0;
        _row = unchecked((ushort)(_row + 2));
        if (_row != 0) return;
        foreach (ref var node in _nodes.AsSpan()) node.ReadBy = 0;
        _row = 2;
    }

    /// <summary>The row reads the value, with everything below it.</summary>
    public void MarkRead(int index)
    {
        if (IsRead(index)) return;
        _nodes[index].ReadBy = _row;
        _reads.Ensure(Reads + 1L, Reads);
        _reads.Items[Reads++] = index;
    }

    /// <summary>The row has not read anything since it had read so many values. What it rescues still counts as read.</summary>
    public void ForgetReads(int after)
    {
        while (Reads > after)
        {
            if (_reads.Items[--Reads] is var index && !IsRescued(index)) _nodes[index].ReadBy = 0;
        }
    }

    /// <summary>Whether the row reads the value as a whole. What it rescues counts as read.</summary>
    public bool IsRead(int index) => (_nodes[index].ReadBy | 1) == (_row | 1);

    /// <summary>The row rescues the value; false if it does so already.</summary>
    public bool TryMarkRescued(int index)
    {
        if (IsRescued(index)) return false;
        _nodes[index].ReadBy = (ushort)(_row | 1);
        return true;
    }

    /// <summary>Whether the row rescues the value by itself.</summary>
    public bool IsRescued(int index) => _nodes[index].ReadBy == (_row | 1);

    /// <summary>What the row rescues below a value is part of that value, and no longer rescued by itself.</summary>
    public void JoinRescued(int index)
    {
        var end = _nodes[index].End;
        _places.Visit(end - index);
        for (var i = index + 1; i < end; i++)
        {
            if (IsRescued(i)) _nodes[i].ReadBy = _row;
        }
    }

    /// <summary>Whether the row reads everything of a value, as a whole or in parts.</summary>
    public bool IsReadWhole(int index)
    {
        if (IsRead(index)) return true;
        var (step, end) = (_nodes[index].Kind == JsonKind.Object ? 1 : 0, _nodes[index].End);
        // A single value, or an empty object or array.
        if (end == index + 1) return false;
        for (var child = index + 1 + step; child < end; child = _nodes[child].End + step)
        {
            if (!IsReadWhole(child)) return false;
        }
        return true;
    }

    /// <summary>Whether the row reads a value below this one.</summary>
    public bool HasReads(int index)
    {
        for (int i = index + 1, end = _nodes[index].End; i < end; i++)
        {
            if (IsRead(i)) return true;
        }
        return false;
    }

    /// <summary>The object or array around a value; negative for the root. Only for a document that is kept as a whole.</summary>
    public int ContainerOf(int node) => _places.ContainerOf(this, node);

    /// <summary>The position of a value in its object or array, from 0. Only for a document that is kept as a whole.</summary>
    public int PositionOf(int node) => _places.PositionOf(this, node);

    /// <summary>Finds a member by its UTF-8 name; if a name occurs several times, the last one is used.</summary>
    public bool TryGetMember(int obj, ReadOnlySpan<byte> name, out int value)
    {
        value = -1;
        var end = _nodes[obj].End;
        for (var key = obj + 1; key < end; key = _nodes[key + 1].End)
        {
            if (JsonText.NameEquals(Raw(key), _nodes[key].Escaped, name)) value = key + 1;
        }
        return value >= 0;
    }

    /// <summary>Finds an element; a negative position counts from the end, as in RFC 9535.</summary>
    public bool TryGetElement(int array, int position, out int value)
    {
        if (position < 0) position += CountElements(array);
        value = array + 1;
        for (var end = _nodes[array].End; position >= 0 && value < end; value = _nodes[value].End)
        {
            if (position-- == 0) return true;
        }
        value = -1;
        return false;
    }

    public int CountElements(int array)
    {
        var count = 0;
        for (int i = array + 1, end = _nodes[array].End; i < end; i = _nodes[i].End) count++;
        return count;
    }
}
