namespace SqsIngestor.Emulator.Tables.Queries;

/// <summary>Text without names of tables: literals, comments, numbers, punctuation.</summary>
internal static class SqlGap
{
    /// <summary>The number of characters to skip at a place; at least one.</summary>
    public static int Length(string sql, int start)
    {
        var end = sql[start] switch
        {
            '\'' => After(sql, "'", start + 1),
            '-' when Follows(sql, start, "--") => After(sql, "\n", start + 2),
            '/' when Follows(sql, start, "/*") => After(sql, "*/", start + 2),
            _ when char.IsAsciiDigit(sql[start]) => AfterNumber(sql, start),
            _ => start + 1,
        };
        return end - start;
    }

    private static bool Follows(string sql, int start, string text) =>
        string.CompareOrdinal(sql, start, text, 0, text.Length) == 0;

    private static int After(string sql, string closing, int from)
    {
        var at = from <= sql.Length ? sql.IndexOf(closing, from, StringComparison.Ordinal) : -1;
        return at < 0 ? sql.Length : at + closing.Length;
    }

    private static int AfterNumber(string sql, int start)
    {
        var end = start;
        while (end < sql.Length && (char.IsLetterOrDigit(sql[end]) || sql[end] == '_')) end++;
        return end;
    }
}
