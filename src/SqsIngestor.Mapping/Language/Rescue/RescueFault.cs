using System.Globalization;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Language.Rescue;

/// <summary>
/// Finds bytes that are not UTF-8 in what a rescued column has. For a message that has failed.
/// </summary>
/// <param name="tape">The document.</param>
internal readonly ref struct RescueFault(JsonTape tape)
{
    /// <summary>The place and the node; null if it is not in this value.</summary>
    /// <param name="node">A value of the document, of which the rescued column has what no other column has read.</param>
    /// <param name="pointer">Its place.</param>
    public (string Pointer, int Node)? Find(int node, string pointer)
    {
        if (tape.IsRead(node) && !tape.IsRescued(node)) return null;
        switch (tape[node].Kind)
        {
            case JsonKind.String:
                return JsonText.IsValidUtf8(tape.Raw(node)) ? null : (pointer, node);
            case JsonKind.Array:
                var index = 0;
                for (int item = node + 1, end = tape[node].End; item < end; item = tape[item].End)
                {
                    if (Find(item, Below(pointer, index++)) is { } found) return found;
                }
                return null;
            case JsonKind.Object:
                return FindMember(node, pointer);
            default:
                return null;
        }
    }

    /// <summary>Names are message content, so the pointer has the positions of members.</summary>
    private (string Pointer, int Node)? FindMember(int node, string pointer)
    {
        var position = 0;
        for (int name = node + 1, end = tape[node].End; name < end; name = tape[name + 1].End, position++)
        {
            var place = Below(pointer, position);
            if (!JsonText.IsValidUtf8(tape.Raw(name))) return (place, name + 1);
            if (Find(name + 1, place) is { } found) return found;
        }
        return null;
    }

    private static string Below(string pointer, int position) =>
        $"{pointer}/{position.ToString(CultureInfo.InvariantCulture)}";
}
