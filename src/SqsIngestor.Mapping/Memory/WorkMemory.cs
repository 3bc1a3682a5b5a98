using System.Runtime.CompilerServices;

namespace SqsIngestor.Mapping.Memory;

/// <summary>
/// The memory of one message beside its rows and the text that is created for them: its body after each step of
/// <c>payload</c>, what the steps need while they read it, the parsed body, and what transforms and expressions make. What grows
/// with a message takes its bytes here before it allocates them. What a message may take does not depend on the messages
/// before it, though arrays are reused. One per encoder; not thread-safe.
/// </summary>
/// <param name="most">The most bytes of a message.</param>
internal sealed class WorkMemory(long most = long.MaxValue / 2)
{
    private readonly List<IWorkPart> _parts = [];
    private long _mostTaken;

    /// <summary>The most bytes of a message.</summary>
    public long Most => most;

    /// <summary>The bytes that the message takes so far.</summary>
    public long Taken { get; private set; }

    /// <summary>The most bytes that the message has taken at a time.</summary>
    public long MostTaken => Math.Max(_mostTaken, Taken);

    /// <summary>The bytes that are kept for the next messages.</summary>
    public long Held { get; private set; }

    /// <summary>Adds a part, which learns when a message begins.</summary>
    public void Add(IWorkPart part) => _parts.Add(part);

    /// <summary>Begins a message. Lets go of what is kept if that is more than half of what a message may take.</summary>
    public void Begin()
    {
        (Taken, _mostTaken) = (0, 0);
        var isLarge = Held > most / 2;
        foreach (var part in _parts)
        {
            if (isLarge) part.Release();
            part.Begin();
        }
    }

    /// <summary>Takes bytes that are about to be allocated.</summary>
    /// <exception cref="MessageMemoryException">The message takes more than it may. Nothing is taken then.</exception>
    public void Take(long bytes)
    {
        if (!CanTake(bytes)) throw new MessageMemoryException();
        Taken += bytes;
    }

    /// <summary>Whether the message may take so many more bytes.</summary>
    public bool CanTake(long bytes) => bytes <= most - Taken;

    /// <summary>Gives back bytes that the message does not need any more.</summary>
    public void Give(long bytes)
    {
        _mostTaken = MostTaken;
        Taken -= bytes;
    }

    /// <summary>Notes bytes that are kept after the message; negative for those that are not any more.</summary>
    public void Hold(long bytes) => Held += bytes;

    /// <summary>Makes an array larger for a message, and keeps it for the next ones.</summary>
    /// <param name="items">The array.</param>
    /// <param name="room">How many of its elements the message has taken; 0 at the begin of a message.</param>
    /// <param name="needed">How many it needs, more than <paramref name="room"/>.</param>
    /// <param name="kept">How many have contents that stay.</param>
    /// <param name="usual">How many it has at the most, unless it needs more. It grows to twice its size otherwise.</param>
    /// <exception cref="MessageMemoryException">The message takes more than it may.</exception>
    public void Grow<T>(ref T[] items, ref int room, long needed, int kept, int usual = int.MaxValue)
    {
        var size = Unsafe.SizeOf<T>();
        var possible = Math.Min(Array.MaxLength, room + (most - Taken) / size);
        if (needed > possible) throw new MessageMemoryException();
        var larger = (int)Math.Min(possible, Math.Max(needed, Math.Min(usual, 2L * room)));
        Take((long)(larger - room) * size);
        room = larger;
        if (larger <= items.Length) return;
        Hold((long)(larger - items.Length) * size);
        var old = items;
        items = new T[larger];
        Array.Copy(old, items, Math.Min(kept, old.Length));
    }

    /// <summary>Lets go of an array.</summary>
    public void Release<T>(ref T[] items)
    {
        Hold(-(long)items.Length * Unsafe.SizeOf<T>());
        items = [];
    }
}

/// <summary>Something that keeps memory from message to message.</summary>
internal interface IWorkPart
{
    /// <summary>A message begins, which has taken nothing.</summary>
    void Begin();

    /// <summary>Lets go of what is kept, before a message begins.</summary>
    void Release();
}

/// <summary>An array that grows with a message and is reused by the next ones.</summary>
internal sealed class WorkArray<T> : IWorkPart
{
    private readonly WorkMemory _memory;
    private readonly int _smallest;
    private T[] _items = [];
    private int _room;

    /// <param name="memory">What the message may take.</param>
    /// <param name="smallest">The elements that it has at least, once it has any.</param>
    public WorkArray(WorkMemory memory, int smallest = 16)
    {
        (_memory, _smallest) = (memory, smallest);
        memory.Add(this);
    }

    public T[] Items => _items;

    /// <summary>Elements to use until the next call. They hold what was in them before.</summary>
    /// <exception cref="MessageMemoryException">The message takes more than it may.</exception>
    public Span<T> Take(int count)
    {
        Ensure(count);
        return _items.AsSpan(0, count);
    }

    /// <summary>Makes room for elements in all.</summary>
    /// <param name="count">The elements.</param>
    /// <param name="kept">How many have contents that stay.</param>
    public void Ensure(long count, int kept = 0)
    {
        if (count > _room) _memory.Grow(ref _items, ref _room, Math.Max(_smallest, count), kept);
    }

    public void Begin() => _room = 0;

    public void Release() => _memory.Release(ref _items);
}
