using System.Buffers;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>Finds bytes in bytes, in linear time for any input.</summary>
internal static class CelSearch
{
    /// <summary>Up to this length the vectorized search of the framework is fast enough, although it is not linear.</summary>
    private const int ShortPattern = 64;

    public static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern)
    {
        if (pattern.Length > text.Length) return false;
        if (pattern.Length <= ShortPattern) return text.IndexOf(pattern) >= 0;
        var fallback = ArrayPool<int>.Shared.Rent(pattern.Length);
        var found = Contains(text, pattern, fallback);
        ArrayPool<int>.Shared.Return(fallback);
        return found;
    }

    /// <summary>Knuth, Morris and Pratt: <paramref name="fallback"/> gets the longest proper border of every prefix.</summary>
    private static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern, Span<int> fallback)
    {
        fallback[0] = 0;
        for (int i = 1, border = 0; i < pattern.Length; i++)
        {
            while (border > 0 && pattern[i] != pattern[border]) border = fallback[border - 1];
            if (pattern[i] == pattern[border]) border++;
            fallback[i] = border;
        }
        var matched = 0;
        foreach (var b in text)
        {
            while (matched > 0 && b != pattern[matched]) matched = fallback[matched - 1];
            if (b == pattern[matched]) matched++;
            if (matched == pattern.Length) return true;
        }
        return false;
    }
}
