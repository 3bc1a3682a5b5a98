namespace SqsIngestor.Catalog.Sql;

/// <summary>
/// The smallest part of SQL text: a comment, a string, a name or a word. <see cref="SqlSource"/> and <see cref="SqlLexer"/> both
/// split text with it, so they always agree on where a comment or a string ends.
/// </summary>
/// <param name="Kind">The kind of the piece.</param>
/// <param name="Start">The offset of its first character.</param>
/// <param name="End">The offset after its last character.</param>
/// <param name="IsClosed">Whether the quote or comment has an end.</param>
internal readonly record struct SqlPiece(SqlPieceKind Kind, int Start, int End, bool IsClosed = true)
{
    /// <summary>The piece that starts at an offset inside the text.</summary>
    public static SqlPiece At(string text, int start)
    {
        var (first, second) = (text[start], start + 1 < text.Length ? text[start + 1] : '\0');
        return (first, second) switch
        {
            ('-', '-') => new(SqlPieceKind.LineComment, start, LineEnd(text, start)),
            ('/', '*') => BlockComment(text, start),
            ('\'' or '"', _) => Literal(SqlPieceKind.Literal, text, start, start),
            ('r' or 'R', '\'' or '"') => Literal(SqlPieceKind.RawLiteral, text, start, start + 1),
            ('`', _) => QuotedName(text, start),
            _ when char.IsWhiteSpace(first) || first == '\uFEFF' => new(SqlPieceKind.Space, start, start + 1),
            _ when IsWordCharacter(first) => Word(text, start),
            _ => new(SqlPieceKind.Symbol, start, start + 1),
        };
    }

    private static int LineEnd(string text, int start)
    {
        var end = text.IndexOf('\n', start);
        return end < 0 ? text.Length : end;
    }

    /// <summary>Comments can be inside each other.</summary>
    private static SqlPiece BlockComment(string text, int start)
    {
        var depth = 0;
        for (var i = start; i + 1 < text.Length; i++)
        {
            var change = (text[i], text[i + 1]) switch { ('/', '*') => 1, ('*', '/') => -1, _ => 0 };
            if (change == 0) continue;
            depth += change;
            i++;
            if (depth == 0) return new(SqlPieceKind.BlockComment, start, i + 1);
        }

        return new(SqlPieceKind.BlockComment, start, text.Length, IsClosed: false);
    }

    /// <summary>A backslash or a second quote keeps a quote inside the string, unless the string is raw.</summary>
    private static SqlPiece Literal(SqlPieceKind kind, string text, int start, int quote)
    {
        var raw = kind == SqlPieceKind.RawLiteral;
        for (var i = quote + 1; i < text.Length; i++)
        {
            if (text[i] == '\\' && !raw) i++;
            else if (text[i] != text[quote]) continue;
            else if (!raw && i + 1 < text.Length && text[i + 1] == text[quote]) i++;
            else return new(kind, start, i + 1);
        }

        return new(kind, start, text.Length, IsClosed: false);
    }

    private static SqlPiece QuotedName(string text, int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] != '`') continue;
            if (i + 1 == text.Length || text[i + 1] != '`') return new(SqlPieceKind.QuotedName, start, i + 1);
            i++;
        }

        return new(SqlPieceKind.QuotedName, start, text.Length, IsClosed: false);
    }

    private static SqlPiece Word(string text, int start)
    {
        var end = start;
        while (end < text.Length && IsWordCharacter(text[end])) end++;
        return new(SqlPieceKind.Word, start, end);
    }

    private static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character == '_';
}

/// <summary>The kinds of <see cref="SqlPiece"/>.</summary>
internal enum SqlPieceKind
{
    /// <summary>One character of white space, or a byte order mark.</summary>
    Space,

    /// <summary>From <c>--</c> to the end of the line, without the line end.</summary>
    LineComment,

    /// <summary><c>/* */</c>, with the comments inside it.</summary>
    BlockComment,

    /// <summary>A string with its quotes.</summary>
    Literal,

    /// <summary>A string without escapes: <c>r'…'</c>, with the r.</summary>
    RawLiteral,

    /// <summary>A name with its backticks.</summary>
    QuotedName,

    /// <summary>Letters, digits and underscores.</summary>
    Word,

    /// <summary>Any other character.</summary>
    Symbol,
}
