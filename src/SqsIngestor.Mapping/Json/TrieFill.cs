namespace SqsIngestor.Mapping.Json;

/// <summary>Fills the slots of a trie from a value that is already on the tape with everything below it.</summary>
internal static class TrieFill
{
    public static void Fill(JsonTape tape, int index, PathTrie place, Span<int> slots)
    {
        if (slots[place.Slot] >= 0)
        {
            tape.HasDuplicateName = true;
            place.Clear(slots);
        }
        slots[place.Slot] = index;
        ref readonly var node = ref tape[index];
        if (node.Kind == JsonKind.Object && place.HasMembers)
        {
            for (int key = index + 1, end = node.End; key < end; key = tape[key + 1].End)
            {
                var child = place.FindMember(tape.Raw(key), tape[key].Escaped);
                if (child is not null) Fill(tape, key + 1, child, slots);
            }
        }
        else if (node.Kind == JsonKind.Array && place.HasElements)
        {
            foreach (var (position, child) in place.Elements)
            {
                if (tape.TryGetElement(index, position, out var element)) Fill(tape, element, child, slots);
            }
        }
    }
}
