using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records;

/// <summary>A JSON document of the current message, with a slot for each path that reads it.</summary>
internal sealed class PayloadDocument
{
    private readonly PathTrie _trie;
    private readonly JsonReaderOptions _options;
    private readonly int[] _slots;
    private readonly JsonTape _tape;

    public PayloadDocument(PathTrie trie, int maxDepth, WorkMemory memory)
    {
        _trie = trie;
        _tape = new(memory);
        _options = new JsonReaderOptions { MaxDepth = maxDepth };
        _slots = new int[trie.SlotCount];
        Clear();
    }

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    public JsonTape Tape => _tape;

    public SourceValue Value(int slot) => SourceValue.FromTape(_tape, _slots[slot]);

    /// <summary>Where the last document stops being JSON, in its source; negative if it is JSON.</summary>
    public int ErrorOffset { get; private set; } = -1;

    /// <summary>Whether the slot contains a string with this value.</summary>
    public bool IsText(int slot, ReadOnlySpan<byte> text)
    {
        var value = Value(slot);
        return value.Kind == ValueKind.String && JsonText.NameEquals(value.Text, value.Escaped, text);
    }

    /// <summary>Leaves every slot empty.</summary>
    public void Clear()
    {
        Array.Fill(_slots, -1);
        ErrorOffset = -1;
    }

    /// <summary>Reads the document that fills the given range.</summary>
    public RecordErrorCode Parse(byte[] source, int start, int length)
    {
        Clear();
        _tape.Reset(source);
        var mark = source.AsSpan(start, length).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        var text = source.AsSpan(start + mark, length - mark);
        try
        {
            var reader = new Utf8JsonReader(text, _options);
            if (!reader.Read()) return NotJson(start + length);
            new JsonTapeReader(_tape, _slots, start + mark).Read(ref reader, _trie);
            // Only white space may follow the value; the reader throws at anything else.
            reader.Read();
            return RecordErrorCode.None;
        }
        catch (JsonException e)
        {
            Clear();
            return JsonDepth.Exceeds(text, _options.MaxDepth)
                ? RecordErrorCode.BodyDepth
                : NotJson(start + mark + OffsetOf(e, text));
        }
    }

    private RecordErrorCode NotJson(int offset)
    {
        ErrorOffset = offset;
        return RecordErrorCode.BodySyntax;
    }

    private static int OffsetOf(JsonException e, ReadOnlySpan<byte> text)
    {
        if (e is not { LineNumber: { } lines, BytePositionInLine: { } position }) return text.Length;
        var offset = 0;
        for (; lines > 0; lines--) offset += text[offset..].IndexOf((byte)'\n') + 1;
        return (int)Math.Min(offset + position, text.Length);
    }
}
