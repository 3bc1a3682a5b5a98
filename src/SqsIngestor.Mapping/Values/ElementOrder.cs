using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Values;

/// <summary>
/// Orders JSON values: null, false, true, numbers by value, text by code point, then arrays and objects by their text.
/// Equal elements keep their order.
/// </summary>
internal sealed class ElementOrder
{
    private readonly TransformScratch _scratch;
    private readonly Comparison<OrderedElement> _byValue;
    private readonly Comparison<OrderedElement> _byPlace = (a, b) => a.Node.CompareTo(b.Node);
    private readonly WorkArray<OrderedElement> _elements;
    private int _count;

    public ElementOrder(TransformScratch scratch, WorkMemory memory)
    {
        (_scratch, _elements) = (scratch, new(memory));
        _byValue = (a, b) => CompareValues(a, b) is var order and not 0 ? order : a.Node.CompareTo(b.Node);
    }

    public ReadOnlySpan<OrderedElement> Elements => _elements.Items.AsSpan(0, _count);

    /// <summary>Loads the elements of an array and sorts them.</summary>
    public RecordErrorCode TryLoad(JsonTape tape, int array)
    {
        _count = 0;
        for (int node = array + 1, end = tape[array].End; node < end; node = tape[node].End)
        {
            var raw = tape.Raw(node);
            if (!_scratch.TryReserve(raw.Length, out var room)) return RecordErrorCode.ValueSize;
            var length = raw.Length;
            if (!tape[node].Escaped) raw.CopyTo(room);
            else if (!JsonText.TryUnescape(raw, room, out length)) return RecordErrorCode.TextEncoding;
            _elements.Ensure(_count + 1L, _count);
            _elements.Items[_count++] = new(node, tape[node].Kind, _scratch.Used, length);
            _scratch.Commit(length);
        }
        _elements.Items.AsSpan(0, _count).Sort(_byValue);
        return RecordErrorCode.None;
    }

    /// <summary>Keeps the first of equal elements, in the order of the source.</summary>
    public void RemoveDuplicates()
    {
        var (kept, elements) = (Math.Min(1, _count), _elements.Items);
        for (var i = 1; i < _count; i++)
        {
            if (CompareValues(elements[kept - 1], elements[i]) != 0) elements[kept++] = elements[i];
        }
        _count = kept;
        elements.AsSpan(0, _count).Sort(_byPlace);
    }

    private int CompareValues(in OrderedElement a, in OrderedElement b)
    {
        if (a.Kind != b.Kind) return a.Kind.CompareTo(b.Kind);
        var left = _scratch.Bytes.AsSpan(a.Start, a.Length);
        var right = _scratch.Bytes.AsSpan(b.Start, b.Length);
        return a.Kind == JsonKind.Number && DecimalText.TryParse(left, out var x) && DecimalText.TryParse(right, out var y)
            ? DecimalText.Compare(x, y)
            : left.SequenceCompareTo(right);
    }
}

/// <summary>An element to order: its node, and its value's bytes in the scratch.</summary>
internal readonly record struct OrderedElement(int Node, JsonKind Kind, int Start, int Length);
