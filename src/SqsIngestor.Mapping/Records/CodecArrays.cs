using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Records;

/// <summary>
/// Arrays that codecs need while they write one value; the next value uses them again. They are part of what a message may
/// take. Few messages need any, so each is created when it is first used.
/// </summary>
/// <param name="memory">What the message may take.</param>
internal sealed class CodecArrays(WorkMemory memory)
{
    private WorkArray<byte>? _text;
    private WorkArray<int>? _positions;
    private WorkArray<ulong>? _keys;
    private WorkArray<JsonName>? _names;

    /// <summary>Room for the value of a string that has escapes, or of a name.</summary>
    /// <exception cref="MessageMemoryException">The message takes more than it may. So do the others.</exception>
    public Span<byte> Text(int length) => (_text ??= new(memory)).Take(length);

    /// <summary>For each level of a JSON text the object that is open there.</summary>
    public Span<int> Positions(int count) => (_positions ??= new(memory)).Take(count);

    /// <summary>A table of the keys of a map, all of it 0.</summary>
    public Span<ulong> Keys(int count)
    {
        var table = (_keys ??= new(memory)).Take(count);
        table.Clear();
        return table;
    }

    /// <summary>A table of the names of a JSON text, all of it free places.</summary>
    public Span<JsonName> Names(int count)
    {
        var table = (_names ??= new(memory)).Take(count);
        table.Clear();
        return table;
    }
}

/// <summary>A name in a JSON text, and the object that has it.</summary>
/// <param name="Object">Where the object starts, from 1; 0 is a free place.</param>
/// <param name="Start">Where the name starts, after its quote.</param>
/// <param name="Length">Its bytes in the text.</param>
/// <param name="Escaped">Whether it has escapes.</param>
internal readonly record struct JsonName(int Object, int Start, int Length, bool Escaped);
