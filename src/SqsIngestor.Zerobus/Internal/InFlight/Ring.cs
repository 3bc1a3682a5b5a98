namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>A queue with an index: first in, first out, growing by doubling, each item reachable by reference.</summary>
internal sealed class Ring<T>
{
    private const int Least = 16;

    private T[] _items = new T[Least];
    private int _head;

    public int Count { get; private set; }

    /// <summary>How many items have room.</summary>
    public int Capacity => _items.Length;

    /// <summary>The item at a distance from the oldest.</summary>
    public ref T this[int index] => ref _items[(_head + index) & (_items.Length - 1)];

    public void Add(in T item)
    {
        if (Count == _items.Length)
            Grow();
        this[Count++] = item;
    }

    public T RemoveFirst()
    {
        var item = _items[_head];
        _items[_head] = default!;
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
        return item;
    }

    /// <summary>Gives half of its memory back; it must be empty.</summary>
    public void Halve() => (_items, _head) = (new T[_items.Length / 2], 0);

    /// <summary>Gives its memory back; it must be empty.</summary>
    public void Reset() => (_items, _head) = (new T[Least], 0);

    private void Grow()
    {
        var larger = new T[_items.Length * 2];
        for (var i = 0; i < Count; i++)
            larger[i] = this[i];
        _items = larger;
        _head = 0;
    }
}
