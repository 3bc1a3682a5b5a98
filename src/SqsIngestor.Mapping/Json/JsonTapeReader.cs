using System.Diagnostics;
using System.Text.Json;

namespace SqsIngestor.Mapping.Json;

/// <summary>
/// Reads one JSON value onto a tape, guided by a trie: places with a path fill slots, places marked whole are kept with
/// everything below them, and the rest is skipped.
/// </summary>
internal readonly ref struct JsonTapeReader
{
    private readonly JsonTape _tape;
    private readonly Span<int> _slots;
    private readonly int _offset;

    /// <param name="tape">Receives the nodes.</param>
    /// <param name="slots">Receives tape indexes; all -1 before.</param>
    /// <param name="offset">Where the reader's input starts in the tape's source.</param>
    public JsonTapeReader(JsonTape tape, Span<int> slots, int offset)
    {
        _tape = tape;
        _slots = slots;
        _offset = offset;
    }

    /// <summary>Reads the value at the reader's position; afterwards the reader is at the value's last token.</summary>
    /// <exception cref="JsonException">The input is not JSON, or nested deeper than the reader's options allow.</exception>
    public int Read(ref Utf8JsonReader reader, PathTrie? place, bool whole = false)
    {
        var start = (int)reader.TokenStartIndex + _offset;
        if (reader.TokenType == JsonTokenType.String)
        {
            var text = _tape.Add(JsonKind.String, start + 1, reader.ValueSpan.Length, reader.ValueIsEscaped);
            if (place is not null) Fill(place, text);
            return text;
        }
        var index = reader.TokenType switch
        {
            JsonTokenType.Number => _tape.Add(JsonKind.Number, start, reader.ValueSpan.Length, false),
            JsonTokenType.True => _tape.Add(JsonKind.True, start, 4, false),
            JsonTokenType.False => _tape.Add(JsonKind.False, start, 5, false),
            JsonTokenType.Null => _tape.Add(JsonKind.Null, start, 4, false),
            JsonTokenType.StartObject => _tape.Add(JsonKind.Object, start, 0, false),
            JsonTokenType.StartArray => _tape.Add(JsonKind.Array, start, 0, false),
            _ => throw new UnreachableException(),
        };
        if (place is not null)
        {
            Fill(place, index);
            whole |= place.Whole;
        }
        if (reader.TokenType == JsonTokenType.StartObject) ReadMembers(ref reader, index, place, whole);
        else if (reader.TokenType == JsonTokenType.StartArray) ReadElements(ref reader, index, place, whole);
        return index;
    }

    private void Fill(PathTrie place, int index)
    {
        ref var slot = ref _slots[place.Slot];
        // If a name occurs several times, the last one is used, without anything of the earlier one.
        if (slot >= 0)
        {
            _tape.HasDuplicateName = true;
            place.Clear(_slots);
        }
        slot = index;
    }

    private void ReadMembers(ref Utf8JsonReader reader, int index, PathTrie? place, bool whole)
    {
        var asked = place is { HasMembers: true };
        if (whole || asked)
        {
            PathTrie? previous = null;
            while (ReadNext(ref reader) && reader.TokenType == JsonTokenType.PropertyName)
            {
                var child = asked ? place!.FindMember(reader.ValueSpan, reader.ValueIsEscaped, previous) : null;
                previous = child ?? previous;
                if (whole)
                {
                    var start = (int)reader.TokenStartIndex + _offset + 1;
                    _tape.Add(JsonKind.String, start, reader.ValueSpan.Length, reader.ValueIsEscaped);
                }
                ReadNext(ref reader);
                if (whole || child is not null) Read(ref reader, child, whole);
                else Skip(ref reader);
            }
        }
        else
        {
            Skip(ref reader);
        }
        _tape.Close(index, (int)reader.BytesConsumed + _offset);
    }

    private void ReadElements(ref Utf8JsonReader reader, int index, PathTrie? place, bool whole)
    {
        var asked = place is { HasElements: true };
        // A position from the end is known only after the last element.
        whole |= asked && place!.HasNegativeElements;
        if (whole || asked)
        {
            for (var position = 0; ReadNext(ref reader) && reader.TokenType != JsonTokenType.EndArray; position++)
            {
                var child = asked ? place!.FindElement(position) : null;
                if (whole || child is not null) Read(ref reader, child, whole);
                else Skip(ref reader);
            }
        }
        else
        {
            Skip(ref reader);
        }
        _tape.Close(index, (int)reader.BytesConsumed + _offset);
        if (!asked) return;
        foreach (var (position, child) in place!.Elements)
        {
            if (position < 0 && _tape.TryGetElement(index, position, out var element))
            {
                TrieFill.Fill(_tape, element, child, _slots);
            }
        }
    }

    private static bool ReadNext(ref Utf8JsonReader reader) =>
        reader.Read() ? true : throw new JsonException("The document ends in the middle of a value.");

    private static void Skip(ref Utf8JsonReader reader)
    {
        if (!reader.TrySkip()) throw new JsonException("The document ends in the middle of a value.");
    }
}
