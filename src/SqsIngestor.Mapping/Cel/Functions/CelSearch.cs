namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>Finds bytes in bytes, in linear time for any input. The context has the memory that a long pattern needs.</summary>
internal static class CelSearch
{
    /// <summary>Up to this length the vectorized search of the framework is fast enough, although it is not linear.</summary>
    private const int ShortPattern = 64;

    public static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern, CelContext context) =>
        IndexOf(text, pattern, context) >= 0;

    /// <summary>The first position of the pattern, or -1.</summary>
    public static int IndexOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern, CelContext context) =>
        pattern.Length <= ShortPattern ? text.IndexOf(pattern) : Search(text, pattern, context, isLast: false);

    /// <summary>The last position of the pattern, or -1.</summary>
    public static int LastIndexOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern, CelContext context) =>
        pattern.Length <= ShortPattern ? text.LastIndexOf(pattern) : Search(text, pattern, context, isLast: true);

    private static int Search(ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern, CelContext context, bool isLast) =>
        pattern.Length > text.Length ? -1 : Search(text, pattern, context.Positions(pattern.Length), isLast);

    /// <summary>Knuth, Morris and Pratt: <paramref name="fallback"/> gets the longest proper border of every prefix.</summary>
    private static int Search(ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern, Span<int> fallback, bool isLast)
    {
        fallback[0] = 0;
        for (int i = 1, border = 0; i < pattern.Length; i++)
        {
            while (border > 0 && pattern[i] != pattern[border]) border = fallback[border - 1];
            if (pattern[i] == pattern[border]) border++;
            fallback[i] = border;
        }
        var (matched, found) = (0, -1);
        for (var i = 0; i < text.Length; i++)
        {
            while (matched > 0 && text[i] != pattern[matched]) matched = fallback[matched - 1];
            if (text[i] == pattern[matched]) matched++;
            if (matched < pattern.Length) continue;
            found = i + 1 - matched;
            if (!isLast) return found;
            matched = fallback[matched - 1];
        }
        return found;
    }
}
