using System.Runtime.CompilerServices;
using SqsIngestor.Mapping.Cel.Values;
using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Cel;

/// <summary>
/// State that evaluations share and reuse: buffers for text, macro variables, the remaining cost, and the memory that an
/// evaluation takes. Not thread-safe. A result is valid until the next evaluation begins.
/// </summary>
internal sealed class CelContext : WorkPart
{
    private const int SmallestText = 256;

    private readonly long _costLimit;
    private readonly long _messageCost;
    private readonly WorkMemory _memory;
    private readonly WorkArray<char> _characters;
    private WorkArray<int>? _positions;
    private byte[] _text = [];
    private int _used;

    // The bytes of the last buffer that the evaluation has taken, and how many of them are free. The array can be larger: an
    // evaluation takes as much as if the ones before it had left no array.
    private int _size;
    private int _room;
    private long _taken;
    private long _left;

    // What the evaluations of the message may still cost, the current one included.
    private long _messageLeft;
    private long _start;

    /// <param name="costLimit">The most that one evaluation may cost, see <see cref="CelLimits.DefaultCost"/>.</param>
    /// <param name="messageCost">The most that all evaluations of a message may cost.</param>
    /// <param name="memory">What the message may take; null for no bound.</param>
    public CelContext(
        long costLimit = CelLimits.DefaultCost, long messageCost = CelLimits.MessageCost, WorkMemory? memory = null)
    {
        (_costLimit, _messageCost, _memory) = (costLimit, messageCost, memory ?? new());
        _characters = new(_memory, SmallestText);
        _memory.Add(this);
        BeginMessage();
        _left = _start = costLimit;
    }

    /// <summary>The variables of the current evaluation.</summary>
    public ICelScope Scope { get; private set; } = CelEmptyScope.Instance;

    /// <summary>The values of macro variables, the outermost first.</summary>
    public CelValue[] Locals { get; private set; } = [];

    /// <summary>The evaluation has exceeded its cost limit, or that of its message; its result will be an error.</summary>
    public bool IsExhausted => _left < 0;

    /// <summary>Begins a message, with the full cost limit. It has taken nothing.</summary>
    public void BeginMessage()
    {
        (_messageLeft, _left, _start) = (_messageCost, 0, 0);
        (_taken, _size, _room, _used) = (0, 0, 0, 0);
    }

    /// <summary>Starts an evaluation with the full cost limit, or what is left of that of the message.</summary>
    /// <param name="scope">The variables.</param>
    /// <param name="locals">How many macro variables the program needs at a time.</param>
    public void Begin(ICelScope scope, int locals)
    {
        Scope = scope;
        _messageLeft -= Math.Min(_start - _left, _messageLeft);
        _left = _start = Math.Min(_costLimit, _messageLeft);
        if (_taken > 0) GiveBack();
        if (Locals.Length < locals) Locals = new CelValue[locals];
    }

    /// <summary>What the evaluation may still cost.</summary>
    public long Left => _left;

    /// <summary>Builds text of unknown length, for one function at a time.</summary>
    public CelTextBuilder Text => field ??= new(this, _memory);

    /// <summary>Charges a cost; false when it exceeds the limit.</summary>
    public bool Charge(long cost)
    {
        _left -= cost;
        return _left >= 0;
    }

    /// <summary>Charges more than the limit, whatever was charged before.</summary>
    public void Exhaust() => _left = Math.Min(_left, -1);

    /// <summary>Charges for reading or writing this many bytes of text.</summary>
    public bool ChargeBytes(int length) => Charge(length >> 4);

    /// <summary>Returns space for text. The next call reuses what <see cref="Keep"/> does not claim.</summary>
    /// <exception cref="MessageMemoryException">The message takes more memory than it may.</exception>
    public Span<byte> Reserve(int length, out byte[] buffer, out int start)
    {
        if (_room < length) TakeText(length);
        (buffer, start) = (_text, _used);
        return buffer.AsSpan(start, length);
    }

    /// <summary>Claims the first bytes of the space from <see cref="Reserve"/>.</summary>
    public void Keep(int length)
    {
        _used += length;
        _room -= length;
    }

    /// <summary>Makes a list of values longer, which holds so many, or begins one.</summary>
    /// <param name="values">The list.</param>
    /// <param name="length">The new length.</param>
    /// <exception cref="MessageMemoryException">The message takes more memory than it may.</exception>
    public void Resize(ref CelValue[] values, int length)
    {
        Take((long)length * Unsafe.SizeOf<CelValue>());
        Array.Resize(ref values, length);
    }

    /// <summary>Makes room in a list of values that is full.</summary>
    /// <exception cref="MessageMemoryException">The message takes more memory than it may.</exception>
    public void Grow(ref CelValue[] values) => Resize(ref values, Math.Max(4, values.Length * 2));

    /// <summary>Space for UTF-16 that the caller uses before the next call.</summary>
    /// <exception cref="MessageMemoryException">The message takes more memory than it may.</exception>
    public Span<char> Characters(int length) => _characters.Take(length);

    /// <summary>Space for numbers that the caller uses before the next call.</summary>
    /// <exception cref="MessageMemoryException">The message takes more memory than it may.</exception>
    public Span<int> Positions(int count) => (_positions ??= new(_memory)).Take(count);

    public override void Release() => _memory.Release(ref _text);

    private void Take(long bytes)
    {
        _memory.Take(bytes);
        _taken += bytes;
    }

    private void GiveBack()
    {
        _memory.Give(_taken);
        (_taken, _size, _room, _used) = (0, 0, 0, 0);
    }

    private void TakeText(int length)
    {
        var size = (int)Math.Min(Array.MaxLength, Math.Max(Math.Max(length, SmallestText), _size * 2L));
        Take(size);
        (_size, _room) = (size, size);
        if (_text.Length - _used >= size) return;
        // Earlier results keep the old array.
        _memory.Hold(size - _text.Length);
        (_text, _used) = (new byte[size], 0);
    }
}
