using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Records;

/// <summary>
/// Protobuf wire bytes into one buffer that grows and is reused. Lengths of nested messages are back-patched: one byte is
/// reserved, and what follows moves only if the length needs more.
/// </summary>
/// <param name="capacity">The initial size of the buffer in bytes.</param>
/// <param name="most">The most bytes; beyond, the message fails. Null has no bound.</param>
/// <param name="work">What the message may take beside its rows; null for no bound.</param>
internal sealed class RecordWriter(int capacity = 8192, int? most = null, WorkMemory? work = null)
{
    private byte[] _buffer = new byte[capacity];

    /// <summary>Bytes written so far. Set it to an earlier value to discard what was written after that.</summary>
    public int Position { get; set; }

    /// <summary>Arrays for the codecs that write to it.</summary>
    public CodecArrays Arrays => field ??= new(work ?? new());

    /// <summary>Learns what values lose; null in the function.</summary>
    public ValueLosses? Losses { get; set; }

    /// <summary>Bytes of its memory.</summary>
    public int Size => _buffer.Length;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Position);

    public ReadOnlySpan<byte> WrittenSpan => _buffer.AsSpan(0, Position);

    /// <summary>Makes room for at least <paramref name="size"/> bytes at the position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int size)
    {
        if (_buffer.Length - Position < size) Grow(size);
        return _buffer.AsSpan(Position);
    }

    public void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Position += bytes.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteVarint(ulong value)
    {
        if (value < 0x80 && Position < _buffer.Length) _buffer[Position++] = (byte)value;
        else WriteLongVarint(value);
    }

    private void WriteLongVarint(ulong value) => Position += PutLongVarint(value, Reserve(10));

    public void WriteFixed32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);
        Position += 4;
    }

    public void WriteFixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);
        Position += 8;
    }

    public void WriteLengthDelimited(ReadOnlySpan<byte> bytes)
    {
        var room = Reserve(bytes.Length + 5);
        var header = PutLength(bytes.Length, room);
        bytes.CopyTo(room[header..]);
        Position += header + bytes.Length;
    }

    /// <summary>Writes a length, and returns that many bytes behind it, all of which the caller sets.</summary>
    public Span<byte> ClaimLengthDelimited(int length)
    {
        WriteVarint((uint)length);
        var room = Reserve(length)[..length];
        Position += length;
        return room;
    }

    /// <summary>Starts a length-delimited value of unknown size; <see cref="EndLength"/> takes the mark.</summary>
    public int BeginLength()
    {
        Reserve(1);
        return Position++;
    }

    public void EndLength(int mark)
    {
        var length = Position - mark - 1;
        if (length < 0x80)
        {
            _buffer[mark] = (byte)length;
            return;
        }
        MoveForLength(mark, reserved: 1, length);
    }

    /// <summary>Bytes of a length on the wire.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LengthSize(int length) => length < 0x80 ? 1 : VarintSize((uint)length);

    /// <summary>Writes a length, and returns its <see cref="LengthSize"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PutLength(int length, Span<byte> room)
    {
        if (length >= 0x80) return PutLongVarint((uint)length, room);
        room[0] = (byte)length;
        return 1;
    }

    private static int PutLongVarint(ulong value, Span<byte> room)
    {
        var size = 0;
        for (; value >= 0x80; value >>= 7) room[size++] = (byte)(value | 0x80);
        room[size++] = (byte)value;
        return size;
    }

    /// <summary>Writes the value of JSON string text, length first. False for text that is not well-formed Unicode.</summary>
    public bool TryWriteText(ReadOnlySpan<byte> text, bool escaped)
    {
        if (!escaped) return TryWritePlainText(text);
        // The value is at most as long as the text, so room for the text's length is enough for the value's.
        var mark = Position;
        var reserved = VarintSize((uint)text.Length);
        var room = Reserve(reserved + text.Length)[reserved..];
        if (!JsonText.TryUnescape(text, room, out var length) || !JsonText.IsValidUtf8(room[..length])) return false;
        Position = mark + reserved + length;
        MoveForLength(mark, reserved, length);
        return true;
    }

    /// <summary>
    /// Writes a string of a document as a field. Returns false, and writes nothing, if the node is not a string or not
    /// well-formed.
    /// </summary>
    /// <param name="tape">The document.</param>
    /// <param name="node">The string; negative for none.</param>
    /// <param name="tag">The field's tag.</param>
    public bool TryWriteTextField(JsonTape tape, int node, uint tag)
    {
        if (node < 0 || tape[node] is not { Kind: JsonKind.String, Escaped: var escaped }) return false;
        var start = Position;
        WriteVarint(tag);
        if (TryWriteText(tape.Raw(node), escaped)) return true;
        Position = start;
        return false;
    }

    /// <summary>Writes UTF-8 as it is, length first. False for text that is not well-formed.</summary>
    public bool TryWritePlainText(ReadOnlySpan<byte> text)
    {
        var room = Reserve(text.Length + 5);
        var header = PutLength(text.Length, room);
        Position += header + text.Length;
        return TextCopy.TryCopy(text, room[header..]);
    }

    /// <summary>Puts the length at the mark and moves what follows if the reserved room was too small or too large.</summary>
    private void MoveForLength(int mark, int reserved, int length)
    {
        var size = VarintSize((uint)length);
        if (size != reserved)
        {
            Reserve(Math.Max(0, size - reserved));
            _buffer.AsSpan(mark + reserved, length).CopyTo(_buffer.AsSpan(mark + size));
            Position += size - reserved;
        }
        for (var value = (uint)length; ; value >>= 7, mark++)
        {
            _buffer[mark] = (byte)(value >= 0x80 ? value | 0x80 : value);
            if (value < 0x80) return;
        }
    }

    private static int VarintSize(uint value) => (38 - System.Numerics.BitOperations.LeadingZeroCount(value | 1)) / 7;

    /// <summary>Moves what was written from <paramref name="from"/> on in front of what is at <paramref name="to"/>.</summary>
    public void MoveTail(int from, int to)
    {
        if (from == Position || from == to) return;
        _buffer.AsSpan(to, from - to).Reverse();
        _buffer.AsSpan(from, Position - from).Reverse();
        _buffer.AsSpan(to, Position - to).Reverse();
    }

    private void Grow(int size) =>
        Array.Resize(ref _buffer, MessageMemory.Grow(_buffer.Length, (long)Position + size, most ?? Array.MaxLength));
}
