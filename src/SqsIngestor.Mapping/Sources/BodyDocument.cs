using System.Buffers;
using System.Text.Json;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Sources;

/// <summary>The body of the current message, parsed as JSON.</summary>
internal sealed class BodyDocument
{
    private readonly PathTrie _trie;
    private readonly JsonReaderOptions _options;
    private readonly int[] _slots;
    private readonly JsonTape _tape = new();
    private byte[] _buffer = [];

    public BodyDocument(PathTrie trie, int maxDepth)
    {
        _trie = trie;
        _options = new JsonReaderOptions { MaxDepth = maxDepth };
        _slots = new int[trie.SlotCount];
    }

    public SourceValue Value(int slot) => SourceValue.FromTape(_tape, _slots[slot]);

    public RecordErrorCode Load(SourceValue body)
    {
        Array.Fill(_slots, -1);
        if (body.Kind != ValueKind.String) return RecordErrorCode.BodySyntax;
        if (_buffer.Length < body.Text.Length)
        {
            if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(body.Text.Length);
        }
        if (!JsonText.TryUnescape(body.Text, _buffer, out var length)) return RecordErrorCode.TextEncoding;
        _tape.Reset(_buffer);
        try
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(0, length), _options);
            if (!reader.Read()) return RecordErrorCode.BodySyntax;
            new JsonTapeReader(_tape, _slots, 0).Read(ref reader, _trie);
            // What follows the value must be white space; the reader throws at anything else.
            reader.Read();
            return RecordErrorCode.None;
        }
        catch (JsonException)
        {
            Array.Fill(_slots, -1);
            return RecordErrorCode.BodySyntax;
        }
    }
}
