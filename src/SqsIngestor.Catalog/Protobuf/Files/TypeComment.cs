using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Protobuf.Files;

/// <summary>A Delta type at the start of a comment: <c>TIMESTAMP NOT NULL, microseconds</c>.</summary>
internal sealed record TypeComment(DeltaType Type, bool NotNull)
{
    /// <summary>The type, or null if the comment does not start with a type.</summary>
    public static TypeComment? Read(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return null;
        return Parse(lines[0]) ?? (FirstClause(lines[0]) is { } clause ? Parse(clause) : null);
    }

    private static TypeComment? Parse(string text)
    {
        try
        {
            var reader = new SqlTokenReader(text);
            var type = new DeltaTypeParser(reader).ParseType();
            var notNull = reader.TryWords("NOT", "NULL");
            return reader.AtEnd && reader.Problems.Count == 0 ? new TypeComment(type, notNull) : null;
        }
        catch (SqlSyntaxException)
        {
            return null;
        }
    }

    /// <summary>The text before the first comma, semicolon or point outside brackets.</summary>
    private static string? FirstClause(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '<' or '(' => 1, '>' or ')' => -1, _ => 0 };
            if (depth == 0 && text[i] is ',' or ';' or '.' or ':') return text[..i];
        }

        return null;
    }
}
