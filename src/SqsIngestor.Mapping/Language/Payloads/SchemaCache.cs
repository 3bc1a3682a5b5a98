using System.Text.Json;
using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>
/// The schemas that the last messages had in them. Most messages have the schema of one before, and reading it takes longer than
/// reading the values.
/// </summary>
internal sealed class SchemaCache<T> : WorkPart where T : class
{
    private const int Most = 8;

    // A longer text is read again for each message.
    private const int LongestText = 128 * 1024;

    private readonly WorkMemory _memory;
    private readonly List<(byte[] Text, T Schema, long Cost)> _known = [];
    private int _next;

    /// <param name="memory">What a message may take.</param>
    public SchemaCache(WorkMemory memory)
    {
        _memory = memory;
        memory.Add(this);
    }

    /// <summary>Finds a schema by its text; null if it must be read.</summary>
    /// <exception cref="MessageMemoryException">The message takes more than it may, as if the schema were read.</exception>
    public T? Find(ReadOnlySpan<byte> text)
    {
        foreach (var known in _known)
        {
            if (!text.SequenceEqual(known.Text)) continue;
            _memory.Take(known.Cost);
            return known.Schema;
        }
        return null;
    }

    /// <summary>Keeps a schema for the next messages, unless it is large.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="schema">What was made of it.</param>
    /// <param name="cost">What reading it has taken of the message's memory.</param>
    public void Keep(ReadOnlySpan<byte> text, T schema, long cost)
    {
        if (text.Length > LongestText || cost > _memory.Most / (2 * Most)) return;
        _memory.Hold(cost);
        var entry = (text.ToArray(), schema, cost);
        if (_known.Count < Most)
        {
            _known.Add(entry);
            return;
        }
        _memory.Hold(-_known[_next].Cost);
        _known[_next] = entry;
        _next = (_next + 1) % Most;
    }

    public override void Release()
    {
        foreach (var known in _known) _memory.Hold(-known.Cost);
        _known.Clear();
        _next = 0;
    }
}

/// <summary>What reading a schema takes that a message has in it.</summary>
internal static class SchemaMemory
{
    // The text is copied, and its names and symbols are, as UTF-16 too.
    private const int TimesText = 4;

    /// <summary>Takes the memory before a schema is read.</summary>
    /// <param name="json">The schema.</param>
    /// <param name="maxDepth">Its deepest nesting.</param>
    /// <param name="ofToken">What a token of it takes at the most, as read by the library and as what becomes of it.</param>
    /// <param name="memory">What the message may take.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="MessageMemoryException">The message takes more memory than it may.</exception>
    public static void Take(ReadOnlySpan<byte> json, int maxDepth, int ofToken, WorkMemory memory)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        var tokens = 0L;
        while (reader.Read()) tokens++;
        memory.Take((long)TimesText * json.Length + tokens * ofToken);
    }
}
