using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records.Scalars.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>Writes an array to the scratch: its JSON text and its nodes, so that it works like an array of the source.</summary>
internal ref struct ListWriter
{
    private readonly TransformScratch _scratch;
    private readonly int _node;
    private bool _failed;
    private bool _hasElements;

    public ListWriter(TransformScratch scratch)
    {
        _scratch = scratch;
        _node = scratch.Tape.Add(JsonKind.Array, scratch.Used, 0, escaped: false);
        Append("["u8);
    }

    /// <summary>Adds a string of plain UTF-8, without JSON's escapes.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        Separate();
        Append("\""u8);
        var start = _scratch.Used;
        if (_failed || !_scratch.TryReserve((long)text.Length * JsonString.MaxExpansion, out var room))
        {
            _failed = true;
            return;
        }
        var written = JsonString.Escape(text, room);
        _scratch.Commit(written);
        _scratch.Tape.Add(JsonKind.String, start, written, escaped: written != text.Length);
        Append("\""u8);
    }

    /// <summary>Adds a copy of a value of another tape.</summary>
    public void Add(JsonTape tape, int node)
    {
        Separate();
        var isString = tape[node].Kind == JsonKind.String;
        if (isString) Append("\""u8);
        var start = _scratch.Used;
        Append(tape.Raw(node));
        if (isString) Append("\""u8);
        if (!_failed) _scratch.Tape.Append(tape, node, start);
    }

    /// <summary>The array of the elements that <see cref="TransformScratch.Order"/> holds.</summary>
    public static SourceValue Write(JsonTape source, TransformScratch scratch)
    {
        var list = new ListWriter(scratch);
        foreach (var element in scratch.Order.Elements) list.Add(source, element.Node);
        return list.End();
    }

    /// <summary>The finished array, or the error <see cref="RecordErrorCode.ValueSize"/> if it did not fit.</summary>
    public SourceValue End()
    {
        Append("]"u8);
        if (_failed) return SourceValue.FromError(RecordErrorCode.ValueSize);
        _scratch.Tape.Close(_node, _scratch.Used);
        return SourceValue.FromTape(_scratch.Tape, _node);
    }

    private void Separate()
    {
        if (_hasElements) Append(","u8);
        _hasElements = true;
    }

    private void Append(ReadOnlySpan<byte> bytes) => _failed = _failed || !_scratch.TryAppend(bytes);
}
