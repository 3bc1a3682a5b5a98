using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Records;

/// <summary>
/// The values of the current row that a policy rescues: places in the documents of the message, so that a value and its pointer
/// always agree. What is excluded is never written, whether it is rescued, part of a rescued value, or in the rest of a scope.
/// </summary>
/// <param name="memory">What the message may take.</param>
internal sealed class RescuedValues(WorkMemory memory)
{
    private readonly WorkArray<RescuedValue> _values = new(memory);
    private readonly WorkArray<(JsonTape Tape, int Node)> _elements = new(memory);

    // As many as the mapping has paths of exclude.
    private readonly List<(JsonTape Tape, int Node)> _excluded = [];
    private readonly ExcludedValues _everywhere = new(memory);
    private bool _isPayloadExcluded;

    public int Count { get; private set; }

    public RescuedValue this[int index] => _values.Items[index];

    /// <summary>How many elements of arrays in the rest of a scope there are of which the row reads a part.</summary>
    public int ElementCount { get; private set; }

    public (JsonTape Tape, int Node) Element(int index) => _elements.Items[index];

    public void Clear()
    {
        (Count, ElementCount) = (0, 0);
        _excluded.Clear();
        _isPayloadExcluded = false;
    }

    /// <summary>Keeps a value of a document once. It counts as read, so it is not in the rest of a scope.</summary>
    /// <param name="tape">The document.</param>
    /// <param name="node">The value.</param>
    /// <param name="pointer">Its pointer; null if it can be found in the document.</param>
    /// <exception cref="MessageMemoryException">The message rescues more than it may.</exception>
    public void Add(JsonTape tape, int node, string? pointer)
    {
        if (tape.TryMarkRescued(node)) Add(new(tape, node, pointer));
    }

    /// <summary>Keeps the payload before it is parsed, once under each name.</summary>
    /// <exception cref="MessageMemoryException">The message rescues more than it may.</exception>
    public void AddPayload(string name)
    {
        // There are at most three names: /raw, /body, and that of a scope.
        foreach (var value in Values)
        {
            if (value.Tape is null && value.Pointer == name) return;
        }
        Add(new(null, -1, name));
    }

    /// <summary>Keeps an element of an array of which the row reads a part.</summary>
    /// <exception cref="MessageMemoryException">The message rescues more than it may.</exception>
    public void AddElement(JsonTape tape, int node)
    {
        _elements.Ensure(ElementCount + 1L, ElementCount);
        _elements.Items[ElementCount++] = (tape, node);
    }

    /// <summary>Leaves a value out of everything that the rescued column has.</summary>
    public void Exclude(JsonTape tape, int node)
    {
        tape.MarkRead(node);
        _excluded.Add((tape, node));
    }

    /// <summary>Leaves out the values of some paths wherever they are in a document.</summary>
    /// <inheritdoc cref="ExcludedValues.Find"/>
    public void ExcludeEverywhere(ExcludedPath[] paths, JsonTape tape, int root) => _everywhere.Find(paths, tape, root);

    /// <summary>Nothing of the body is left out of this row wherever it is.</summary>
    public void ExcludeNothingElse() => _everywhere.Clear();

    /// <summary>As <see cref="Exclude"/>, of the payload before it is parsed.</summary>
    public void ExcludePayload() => _isPayloadExcluded = true;

    /// <summary>A value inside another one that is kept is not kept by itself.</summary>
    public void JoinParts()
    {
        foreach (var value in Values)
        {
            if (value.Tape is { } tape && tape.IsRescued(value.Node)) tape.JoinRescued(value.Node);
        }
    }

    /// <summary>Whether a value that is kept contains this one, or is the same.</summary>
    public bool Contains(JsonTape tape, int node)
    {
        foreach (var value in Values)
        {
            if (value.Tape == tape && value.Node <= node && node < tape[value.Node].End) return true;
        }
        return false;
    }

    /// <summary>Whether a value that is kept is written by itself: it is neither part of another one nor excluded.</summary>
    public bool IsWritten(in RescuedValue value) => value.Tape is { } tape
        ? tape.IsRescued(value.Node) && !IsExcluded(tape, value.Node)
        : !_isPayloadExcluded;

    /// <summary>Whether a value is excluded, or part of one that is.</summary>
    public bool IsExcluded(JsonTape tape, int node)
    {
        foreach (var excluded in _excluded)
        {
            if (excluded.Tape == tape && excluded.Node <= node && node < tape[excluded.Node].End) return true;
        }
        return _everywhere.Contains(tape, node);
    }

    /// <summary>Whether a part of a value is excluded.</summary>
    public bool HasExcluded(JsonTape tape, int node)
    {
        foreach (var excluded in _excluded)
        {
            if (excluded.Tape == tape && node < excluded.Node && excluded.Node < tape[node].End) return true;
        }
        return _everywhere.AnyBelow(tape, node);
    }

    private ReadOnlySpan<RescuedValue> Values => _values.Items.AsSpan(0, Count);

    private void Add(in RescuedValue value)
    {
        _values.Ensure(Count + 1L, Count);
        _values.Items[Count++] = value;
    }
}

/// <summary>A value that a policy rescues.</summary>
/// <param name="Tape">Its document; null for the payload before it is parsed.</param>
/// <param name="Node">Its node.</param>
/// <param name="Pointer">Its pointer; null if it can be found in the document.</param>
internal readonly record struct RescuedValue(JsonTape? Tape, int Node, string? Pointer);
