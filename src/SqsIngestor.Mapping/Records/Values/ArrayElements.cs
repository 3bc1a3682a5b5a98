using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values;

/// <summary>The elements of an array, as nodes of its document.</summary>
internal static class ArrayElements
{
    /// <summary>Finds the first element, and the end of the last one.</summary>
    /// <param name="value">A value of a document.</param>
    /// <param name="oneIsArray">A value that is not an array is the only element of one, unless it is null.</param>
    /// <param name="first">The first element.</param>
    /// <param name="end">The node after the last one.</param>
    /// <returns>Whether it is an array, or counts as one.</returns>
    public static bool TryFind(in SourceValue value, bool oneIsArray, out int first, out int end)
    {
        (first, end) = (0, 0);
        var isArray = value.Kind == ValueKind.Array;
        if (!isArray && (!oneIsArray || value.Kind == ValueKind.Null)) return false;
        if (value.Tape is not { } tape) return false;
        (first, end) = (isArray ? value.Node + 1 : value.Node, tape[value.Node].End);
        return true;
    }

    /// <summary>
    /// Marks what a column wrote of an array as read by the row: all of it but the nulls that the row does not have.
    /// </summary>
    /// <param name="value">The array, or its only element.</param>
    /// <param name="oneIsArray">A value that is not an array is the only element of one.</param>
    /// <param name="element">Wrote the elements; null for a codec of scalars.</param>
    public static void MarkRead(in SourceValue value, bool oneIsArray, ValueCodec? element)
    {
        var tape = value.Tape!;
        TryFind(value, oneIsArray, out var first, out var end);
        if (first == end || (element is not { HasParts: true } && !HasNull(tape, first, end, element)))
        {
            tape.MarkRead(value.Node);
            return;
        }
        for (var node = first; node < end; node = tape[node].End)
        {
            if (IsAbsent(tape, node, element)) continue;
            if (element is null || tape.IsEmpty(node)) tape.MarkRead(node);
            else element.MarkRead(SourceValue.FromTape(tape, node));
        }
    }

    private static bool HasNull(JsonTape tape, int first, int end, ValueCodec? element)
    {
        for (var node = first; node < end; node = tape[node].End)
        {
            if (IsAbsent(tape, node, element)) return true;
        }
        return false;
    }

    /// <summary>Whether a value of an array or object is a null that is not written.</summary>
    public static bool IsAbsent(JsonTape tape, int node, ValueCodec? element) =>
        tape[node].Kind == JsonKind.Null && element is not { TakesNull: true };
}
