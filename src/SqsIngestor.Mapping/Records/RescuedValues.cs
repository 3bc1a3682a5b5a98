using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records;

/// <summary>
/// The values of the current row that a policy rescues: places in the documents of the message, so that a value and its pointer
/// always agree.
/// </summary>
internal sealed class RescuedValues
{
    private readonly List<RescuedValue> _values = [];

    public int Count => _values.Count;

    public RescuedValue this[int index] => _values[index];

    /// <summary>Elements of arrays in the rest of a scope of which the row reads a part.</summary>
    public List<(JsonTape Tape, int Node)> Elements { get; } = [];

    public void Clear()
    {
        _values.Clear();
        Elements.Clear();
    }

    /// <summary>Keeps a value of a document. It counts as read, so it is not in the rest of a scope.</summary>
    /// <param name="tape">The document.</param>
    /// <param name="node">The value.</param>
    /// <param name="pointer">Its pointer; null if it can be found in the document.</param>
    public void Add(JsonTape tape, int node, string? pointer)
    {
        tape.MarkRead(node);
        _values.Add(new(tape, node, pointer, null));
    }

    /// <summary>The values count as read, so they are not in the rest of a scope.</summary>
    public void MarkRead()
    {
        foreach (var value in _values) value.Tape?.MarkRead(value.Node);
    }

    /// <summary>Keeps the payload before it is parsed. This allocates, as such values are rare.</summary>
    public void Add(string pointer, in SourceValue raw)
    {
        var text = raw.Kind == ValueKind.Bytes
            ? Convert.ToBase64String(raw.Text)
            : JsonEncodedText.Encode(Encoding.UTF8.GetString(raw.Text)).Value;
        _values.Add(new(null, -1, pointer, $"\"{text}\""));
    }

    /// <summary>Whether a value that is kept contains this one, or is the same.</summary>
    public bool Contains(JsonTape tape, int node)
    {
        foreach (var value in _values)
        {
            if (value.Tape == tape && value.Node <= node && node < tape[value.Node].End) return true;
        }
        return false;
    }

    /// <summary>Whether another value that is kept contains this one, or is the same and comes before.</summary>
    public bool IsRepeated(int index)
    {
        var value = _values[index];
        for (var i = 0; i < _values.Count; i++)
        {
            if (i != index && _values[i].Contains(value, isEarlier: i < index)) return true;
        }
        return false;
    }
}

/// <summary>A value that a policy rescues.</summary>
/// <param name="Tape">Its document; null for the payload before it is parsed.</param>
/// <param name="Node">Its node.</param>
/// <param name="Pointer">Its pointer; null if it can be found in the document.</param>
/// <param name="Json">The value itself, without a document.</param>
internal readonly record struct RescuedValue(JsonTape? Tape, int Node, string? Pointer, string? Json)
{
    public bool Contains(in RescuedValue other, bool isEarlier)
    {
        if (Tape is null || other.Tape is null) return isEarlier && Tape == other.Tape && Pointer == other.Pointer;
        return Tape == other.Tape && (Node == other.Node ? isEarlier : Node < other.Node && other.Node < Tape[Node].End);
    }
}
