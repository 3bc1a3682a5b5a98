using System.Globalization;
using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Records.Scalars.Json;

namespace SqsIngestor.Mapping.Language.Rescue;

/// <summary>
/// Finds the value that makes the text of a rescued column one that the column does not take: half a surrogate pair, or a name
/// twice. For a message that has failed.
/// </summary>
/// <param name="code">Why the text does not fit.</param>
/// <param name="tape">The document.</param>
/// <param name="memory">What the message may take. A name twice is not looked for where that needs more.</param>
internal readonly ref struct RescueFault(RecordErrorCode code, JsonTape tape, WorkMemory memory)
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
                return code == RecordErrorCode.TextEncoding && !JsonString.IsWellFormed(tape.Raw(node)) ? (pointer, node) : null;
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
        var names = new HashSet<string>();
        var (position, taken) = (0, 0L);
        for (int name = node + 1, end = tape[node].End; name < end; name = tape[name + 1].End, position++)
        {
            var place = Below(pointer, position);
            if (code == RecordErrorCode.TextEncoding && !JsonString.IsWellFormed(tape.Raw(name))) return (place, name + 1);
            if (code == RecordErrorCode.DuplicateKey)
            {
                // The text, the bytes from which it is made, and its place in the set.
                var cost = MessageMemory.OfName + (sizeof(char) + 1L) * tape.Raw(name).Length;
                if (!memory.CanTake(cost)) break;
                memory.Take(cost);
                taken += cost;
                if (Text(name) is { } text && !names.Add(text)) return (place, name + 1);
            }
            if (Find(name + 1, place) is { } found) return found;
        }
        memory.Give(taken);
        return null;
    }

    private static string Below(string pointer, int position) =>
        $"{pointer}/{position.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The text of a name; null if it is not well-formed.</summary>
    private string? Text(int node)
    {
        var raw = tape.Raw(node);
        var room = new byte[raw.Length];
        return JsonText.TryUnescape(raw, room, out var length) && JsonText.IsValidUtf8(room.AsSpan(0, length))
            ? Encoding.UTF8.GetString(room, 0, length)
            : null;
    }
}
