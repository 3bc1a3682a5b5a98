using System.Buffers.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text.Normalization;

namespace SqsIngestor.Mapping.Values;

/// <summary>
/// Memory for the results of transforms: bytes, and a tape of the arrays and objects among them. Reused; its contents stay valid
/// until the reset, even if they move to a larger array.
/// </summary>
internal sealed class TransformScratch : WorkPart
{
    /// <summary>The most bytes that the transforms of one column may write: 32 MiB, more than a record may have.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    private const int SmallestSize = 1024;

    private readonly WorkMemory _memory;
    private WorkArray<char>? _characters;
    private byte[] _bytes = [];

    /// <param name="memory">What the message may take; null for no other bound.</param>
    public TransformScratch(WorkMemory? memory = null)
    {
        _memory = memory ?? new();
        (Tape, Order) = (new(_memory), new(this, _memory));
        _memory.Add(this);
    }

    /// <summary>The tape of arrays and objects in the results of transforms.</summary>
    public JsonTape Tape { get; }

    /// <summary>Orders the elements of arrays.</summary>
    public ElementOrder Order { get; }

    /// <summary>Brings text to its normalization form.</summary>
    public Normalizer Normalizer => field ??= new(_memory);

    /// <summary>What the message may take.</summary>
    public WorkMemory Memory => _memory;

    /// <summary>The position of the next byte.</summary>
    public int Used { get; private set; }

    public byte[] Bytes => _bytes;

    public void Reset()
    {
        Used = 0;
        Tape.Reset(_bytes);
    }

    /// <summary>Makes room for the next commit. False if the scratch would exceed <see cref="MaxBytes"/>.</summary>
    /// <exception cref="MessageMemoryException">The message takes more memory than it may.</exception>
    public bool TryReserve(long size, out Span<byte> room)
    {
        room = default;
        if (Used + size > MaxBytes) return false;
        if (Used + size > Room)
        {
            _memory.Grow(this, ref _bytes, Math.Max(SmallestSize, Used + size), Used, MaxBytes);
            Tape.Rebase(_bytes);
        }
        room = _bytes.AsSpan(Used);
        return true;
    }

    /// <summary>Space for UTF-16 that the caller uses before the next call.</summary>
    /// <exception cref="MessageMemoryException">The message takes more memory than it may.</exception>
    public Span<char> Characters(int length) => (_characters ??= new(_memory)).Take(length);

    /// <summary>Keeps the bytes that were written to the room.</summary>
    public ReadOnlySpan<byte> Commit(int size)
    {
        Used += size;
        return _bytes.AsSpan(Used - size, size);
    }

    public override void Release()
    {
        _memory.Release(ref _bytes);
        Used = 0;
    }

    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        if (!TryReserve(bytes.Length, out var room)) return false;
        bytes.CopyTo(room);
        Used += bytes.Length;
        return true;
    }

    /// <summary>
    /// A single value as UTF-8: text by its value, numbers and bools as they are written, bytes that are UTF-8.
    /// </summary>
    public RecordErrorCode TryText(scoped in SourceValue value, out ReadOnlySpan<byte> text)
    {
        text = default;
        switch (value.Kind)
        {
            case ValueKind.Number:
                text = value.Text;
                return RecordErrorCode.None;
            case ValueKind.True or ValueKind.False:
                text = value.Kind == ValueKind.True ? "true"u8 : "false"u8;
                return RecordErrorCode.None;
            case ValueKind.Integer:
                if (!TryReserve(20, out var digits)) return RecordErrorCode.ValueSize;
                Utf8Formatter.TryFormat(value.Integer, digits, out var size);
                text = Commit(size);
                return RecordErrorCode.None;
            case ValueKind.String when value.Escaped:
                if (!TryReserve(value.Text.Length, out var room)) return RecordErrorCode.ValueSize;
                if (!JsonText.TryUnescape(value.Text, room, out var length)) return RecordErrorCode.TextEncoding;
                text = Commit(length);
                break;
            case ValueKind.String or ValueKind.Bytes:
                text = value.Text;
                break;
            default:
                return RecordErrorCode.WrongType;
        }
        return JsonText.IsValidUtf8(text) ? RecordErrorCode.None : RecordErrorCode.TextEncoding;
    }

    /// <summary>Bytes, or a single value as UTF-8.</summary>
    public RecordErrorCode TryBytes(scoped in SourceValue value, out ReadOnlySpan<byte> bytes)
    {
        if (value.Kind != ValueKind.Bytes) return TryText(value, out bytes);
        bytes = value.Text;
        return RecordErrorCode.None;
    }
}
