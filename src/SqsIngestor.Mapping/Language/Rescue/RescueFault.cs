using System.Globalization;
using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Language.Rescue;

/// <summary>
/// Finds the value that makes the text of a rescued column one that the column does not take: half a surrogate pair, or a name
/// twice. For a message that has failed.
/// </summary>
internal static class RescueFault
{
    /// <summary>The place and the node; null if it is not in this value.</summary>
    /// <param name="code">Why the text does not fit.</param>
    /// <param name="tape">The document.</param>
    /// <param name="node">A value of it, of which the rescued column has what no other column has read.</param>
    /// <param name="pointer">Its place.</param>
    public static (string Pointer, int Node)? Find(RecordErrorCode code, JsonTape tape, int node, string pointer)
    {
        if (tape.IsRead(node) && !tape.IsRescued(node)) return null;
        switch (tape[node].Kind)
        {
            case JsonKind.String:
                return code == RecordErrorCode.TextEncoding && Text(tape, node) is null ? (pointer, node) : null;
            case JsonKind.Array:
                var index = 0;
                for (int item = node + 1, end = tape[node].End; item < end; item = tape[item].End)
                {
                    if (Find(code, tape, item, Below(pointer, index++)) is { } found) return found;
                }
                return null;
            case JsonKind.Object:
                return FindMember(code, tape, node, pointer);
            default:
                return null;
        }
    }

    /// <summary>Names are message content, so the pointer has the positions of members.</summary>
    private static (string Pointer, int Node)? FindMember(RecordErrorCode code, JsonTape tape, int node, string pointer)
    {
        var names = new HashSet<string>();
        var position = 0;
        for (int name = node + 1, end = tape[node].End; name < end; name = tape[name + 1].End, position++)
        {
            var place = Below(pointer, position);
            var text = Text(tape, name);
            if (text is null ? code == RecordErrorCode.TextEncoding : code == RecordErrorCode.DuplicateKey && !names.Add(text))
                return (place, name + 1);
            if (Find(code, tape, name + 1, place) is { } found) return found;
        }
        return null;
    }

    private static string Below(string pointer, int position) =>
        $"{pointer}/{position.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The text of a string or a name; null if it is not well-formed.</summary>
    private static string? Text(JsonTape tape, int node)
    {
        var raw = tape.Raw(node);
        var room = new byte[raw.Length];
        return JsonText.TryUnescape(raw, room, out var length) && JsonText.IsValidUtf8(room.AsSpan(0, length))
            ? Encoding.UTF8.GetString(room, 0, length)
            : null;
    }
}
