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
}
