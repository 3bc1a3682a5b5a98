namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>
/// The lines of an ndjson payload, without what ends them; blank lines, and a byte order mark at the start, are skipped.
/// </summary>
internal struct JsonLines
{
    private int _index;
    private int _next;

    public static int Count(ReadOnlySpan<byte> text)
    {
        var (count, position) = (0, 0);
        while (TryRead(text, ref position, out _)) count++;
        return count;
    }

    /// <summary>Finds a line by its index from 0. Reading in order does not search again.</summary>
    public Range Find(ReadOnlySpan<byte> text, int index)
    {
        if (index < _index) this = default;
        Range line = default;
        for (; _index <= index && TryRead(text, ref _next, out line); _index++)
        {
        }
        return line;
    }

    private static bool TryRead(ReadOnlySpan<byte> text, ref int position, out Range line)
    {
        while (position < text.Length)
        {
            if (position == 0 && text.StartsWith("\uFEFF"u8)) position = "\uFEFF"u8.Length;
            var start = position;
            var length = text[start..].IndexOf((byte)'\n');
            if (length < 0) length = text.Length - start;
            position = Math.Min(text.Length, start + length + 1);
            if (length > 0 && text[start + length - 1] == '\r') length--;
            line = start..(start + length);
            if (text.Slice(start, length).ContainsAnyExcept(" \t\r"u8)) return true;
        }
        line = default;
        return false;
    }
}
