namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>The rows of csv, without the ends of their lines. A row goes on after a line that ends inside quotes.</summary>
internal struct CsvRows
{
    private readonly int _first;
    private int _next;
    private int _index;
    private Range _row;

    public CsvRows(ReadOnlySpan<byte> text, bool skipsHeader)
    {
        _first = Start(text);
        if (skipsHeader)
        {
            SkipBlank(text, ref _first);
            Next(text, ref _first);
        }
        _next = _first;
    }

    /// <summary>Where the text starts: after a byte order mark.</summary>
    public static int Start(ReadOnlySpan<byte> text) => text.StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0;

    public static void SkipBlank(ReadOnlySpan<byte> text, ref int position)
    {
        while (position < text.Length)
        {
            var rest = text[position..];
            if (rest is [(byte)'\n', ..] or [(byte)'\r']) position++;
            else if (rest is [(byte)'\r', (byte)'\n', ..]) position += 2;
            else return;
        }
    }

    public static Range Next(ReadOnlySpan<byte> text, ref int position)
    {
        var (start, quoted) = (position, false);
        while (true)
        {
            var length = quoted ? text[position..].IndexOf((byte)'"') : text[position..].IndexOfAny((byte)'"', (byte)'\n');
            var end = length < 0 ? text.Length : position + length;
            position = Math.Min(end + 1, text.Length);
            if (end < text.Length && text[end] == (byte)'"')
            {
                quoted = !quoted;
                continue;
            }
            return start..(end > start && text[end - 1] == (byte)'\r' ? end - 1 : end);
        }
    }

    /// <summary>Finds a row by its index from 0. Reading in order does not search again.</summary>
    public Range Find(ReadOnlySpan<byte> text, int index)
    {
        if (index < _index - 1) (_next, _index) = (_first, 0);
        for (; _index <= index; _index++)
        {
            SkipBlank(text, ref _next);
            _row = Next(text, ref _next);
        }
        return _row;
    }
}
