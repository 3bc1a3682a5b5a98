namespace SqsIngestor.Emulator.Tables.Queries;

/// <summary>Names joined by points, plain, in double quotes (DuckDB's) or in back quotes (Databricks').</summary>
/// <param name="Parts">The names without quotes.</param>
/// <param name="Ends">Where each of them ends in the text.</param>
internal sealed record QualifiedName(IReadOnlyList<string> Parts, IReadOnlyList<int> Ends)
{
    /// <summary>Reads the names that start at a place; null if none does.</summary>
    public static QualifiedName? Read(string sql, int start)
    {
        var parts = new List<string>();
        var ends = new List<int>();
        var position = start;
        while (ReadPart(sql, position) is var (name, end))
        {
            parts.Add(name);
            ends.Add(end);
            if (end >= sql.Length || sql[end] != '.') break;
            position = end + 1;
        }

        return parts.Count > 0 ? new QualifiedName(parts, ends) : null;
    }

    private static (string Name, int End)? ReadPart(string sql, int start)
    {
        if (start >= sql.Length) return null;
        if (sql[start] is '"' or '`')
        {
            var close = sql.IndexOf(sql[start], start + 1);
            return close > start + 1 ? (sql[(start + 1)..close], close + 1) : null;
        }

        if (!char.IsLetter(sql[start]) && sql[start] != '_') return null;
        var end = start + 1;
        while (end < sql.Length && (char.IsLetterOrDigit(sql[end]) || sql[end] == '_')) end++;
        return (sql[start..end], end);
    }
}
