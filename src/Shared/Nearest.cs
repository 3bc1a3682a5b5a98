namespace SqsIngestor.Shared;

/// <summary>"Did you mean": the candidate with the fewest edits to an unknown name.</summary>
internal static class Nearest
{
    /// <summary>The hint, or null if no candidate is near enough.</summary>
    public static string? Hint(string name, IEnumerable<string> candidates) =>
        Find(name, candidates) is { } near ? $"did you mean '{near}'?" : null;

    /// <summary>The nearest candidate, at most a third of the name's length away.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        if (name.Length > 128) return null;
        string? best = null;
        var least = Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            if (candidate.Length > 128 || Math.Abs(candidate.Length - name.Length) >= least) continue;
            var edits = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (edits < least) (best, least) = (candidate, edits);
        }
        return best;
    }

    /// <summary>Optimal string alignment: insertions, deletions, substitutions and swaps of neighbors.</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }
        return d[a.Length, b.Length];
    }
}
