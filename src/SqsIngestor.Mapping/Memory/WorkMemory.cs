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
    private readonly List<WorkPart> _parts = [];

    // The last part of which the message has taken something, with those before it. Most messages take of few.
    private WorkPart? _lastTaken;
    private long _mostTaken;

    /// <summary>The most bytes of a message.</summary>
    public long Most => most;

    /// <summary>The bytes that the message takes so far.</summary>
    public long Taken { get; private set; }

    /// <summary>The most bytes that the message has taken at a time.</summary>
    public long MostTaken => Math.Max(_mostTaken, Taken);

    /// <summary>The bytes that are kept for the next messages.</summary>
    public long Held { get; private set; }

    /// <summary>Adds a part, which lets go of what it keeps if that is much.</summary>
    public void Add(WorkPart part) => _parts.Add(part);

    /// <summary>Begins a message. Lets go of what is kept if that is more than half of what a message may take.</summary>
    public void Begin()
    {
        (Taken, _mostTaken) = (0, 0);
        for (var part = _lastTaken; part is not null; part = part.TakenBefore) part.Room = 0;
        _lastTaken = null;
        if (Held <= most / 2) return;
        foreach (var part in _parts) part.Release();
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
    /// <param name="part">What the array is of.</param>
    /// <param name="items">The array.</param>
    /// <param name="needed">How many elements it needs, more than <see cref="WorkPart.Room"/>.</param>
    /// <param name="kept">How many have contents that stay.</param>
    /// <param name="usual">How many it has at the most, unless it needs more. It grows to twice its size otherwise.</param>
    /// <exception cref="MessageMemoryException">The message takes more than it may.</exception>
    public void Grow<T>(WorkPart part, ref T[] items, long needed, int kept, int usual = int.MaxValue)
    {
        var (size, room) = (Unsafe.SizeOf<T>(), part.Room);
        var possible = Math.Min(Array.MaxLength, room + (most - Taken) / size);
        if (needed > possible) throw new MessageMemoryException();
        var larger = (int)Math.Min(possible, Math.Max(needed, Math.Min(usual, 2L * room)));
        Take((long)(larger - room) * size);
        if (room == 0) (part.TakenBefore, _lastTaken) = (_lastTaken, part);
        part.Room = larger;
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
internal abstract class WorkPart
{
    /// <summary>How many elements of its array the message has taken, which can be fewer than there are.</summary>
    public int Room { get; set; }

    /// <summary>The part of which the message has taken something before this one; null for none.</summary>
    public WorkPart? TakenBefore { get; set; }

    /// <summary>Lets go of what is kept, before a message takes any of it.</summary>
    public abstract void Release();
}

/// <summary>An array that grows with a message and is reused by the next ones.</summary>
internal sealed class WorkArray<T> : WorkPart
{
    private readonly WorkMemory _memory;
    private readonly int _smallest;
    private T[] _items = [];

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
        if (count > Room) _memory.Grow(this, ref _items, Math.Max(_smallest, count), kept);
    }

    public override void Release() => _memory.Release(ref _items);
}
