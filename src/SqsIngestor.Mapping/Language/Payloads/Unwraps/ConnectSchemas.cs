namespace SqsIngestor.Mapping.Language.Payloads.Unwraps;

/// <summary>The schemas of the last messages. Each message has its schema, which takes longer to read than its values.</summary>
internal sealed class ConnectSchemas
{
    private const int Most = 8;

    // What is read of a schema takes a few times its text.
    private const int LongestKept = 128 * 1024;

    private readonly List<(byte[] Text, ConnectType Type)> _known = [];
    private int _next;

    /// <summary>Bytes of its memory.</summary>
    public int Size { get; private set; }

    /// <summary>Finds or reads a schema; false if the text is not one.</summary>
    public bool TryGet(ReadOnlySpan<byte> text, int maxDepth, out ConnectType type)
    {
        foreach (var known in _known)
        {
            if (!text.SequenceEqual(known.Text)) continue;
            type = known.Type;
            return true;
        }
        if (!ConnectSchema.TryRead(text, maxDepth, out type)) return false;
        if (text.Length <= LongestKept) Keep(text.ToArray(), type);
        return true;
    }

    private void Keep(byte[] text, ConnectType type)
    {
        Size += text.Length;
        if (_known.Count < Most)
        {
            _known.Add((text, type));
            return;
        }
        Size -= _known[_next].Text.Length;
        _known[_next] = (text, type);
        _next = (_next + 1) % Most;
    }
}
