namespace SqsIngestor.Catalog.Sql;

/// <summary>Splits Databricks SQL into tokens. Skips comments (<c>--</c>, nested <c>/* */</c>).</summary>
internal sealed class SqlLexer(string text)
{
    private int _position;
    private int _line = 1;
    private int _lineStart;

    private char Current => Ahead(0);

    public static IReadOnlyList<SqlToken> Tokenize(string text)
    {
        var lexer = new SqlLexer(text);
        var tokens = new List<SqlToken>();
        do
        {
            tokens.Add(lexer.Next());
        }
        while (tokens[^1].Kind != SqlTokenKind.End);

        return tokens;
    }

    private SqlToken Next()
    {
        SkipSpaceAndComments();
        var (line, column) = (_line, _position - _lineStart + 1);
        if (_position >= text.Length) return new SqlToken(SqlTokenKind.End, "", line, column);
        var first = Current;
        if (first is '\'' or '"') return new SqlToken(SqlTokenKind.Literal, ReadLiteral(line, column, raw: false), line, column);
        if (first is 'r' or 'R' && Ahead(1) is '\'' or '"')
        {
            Advance();
            return new SqlToken(SqlTokenKind.Literal, ReadLiteral(line, column, raw: true), line, column);
        }

        if (first == '`') return new SqlToken(SqlTokenKind.QuotedName, ReadQuotedName(line, column), line, column);
        if (IsWordCharacter(first)) return ReadWordOrNumber(line, column);
        Advance();
        return new SqlToken(SqlTokenKind.Symbol, first.ToString(), line, column);
    }

    private SqlToken ReadWordOrNumber(int line, int column)
    {
        var start = _position;
        var digitsOnly = true;
        while (IsWordCharacter(Current))
        {
            digitsOnly &= char.IsAsciiDigit(Current);
            Advance();
        }

        return new SqlToken(digitsOnly ? SqlTokenKind.Number : SqlTokenKind.Word, text[start.._position], line, column);
    }

    private string ReadQuotedName(int line, int column)
    {
        Advance();
        var start = _position;
        while (_position < text.Length)
        {
            if (Current != '`')
            {
                Advance();
                continue;
            }

            if (Ahead(1) == '`')
            {
                Advance();
                Advance();
                continue;
            }

            var name = text[start.._position].Replace("``", "`", StringComparison.Ordinal);
            Advance();
            return name.Length > 0
                ? name
                : throw new SqlSyntaxException(
                    SqlErrors.UnexpectedText, line, column, "an empty name", "a name between the backticks");
        }

        throw new SqlSyntaxException(SqlErrors.UnclosedText, line, column, "a name that is not closed", "a closing backtick");
    }

    private string ReadLiteral(int line, int column, bool raw)
    {
        var quote = Current;
        var literal = new SqlLiteralText();
        Advance();
        while (_position < text.Length)
        {
            var character = Current;
            if (character == quote)
            {
                Advance();
                // A doubled quote is one quote.
                if (raw || Current != quote) return literal.ToString();
                literal.Append(quote);
                Advance();
            }
            else if (character == '\\' && !raw)
            {
                var (escapeLine, escapeColumn) = (_line, _position - _lineStart + 1);
                var used = literal.AppendEscape(text.AsSpan(_position));
                if (used == 0)
                {
                    throw new SqlSyntaxException(
                        SqlErrors.BadEscape, escapeLine, escapeColumn, "an escape that is not a character",
                        "\\uXXXX or \\UXXXXXXXX with a code point");
                }

                for (var i = 0; i < used; i++) Advance();
            }
            else
            {
                literal.Append(character);
                Advance();
            }
        }

        throw new SqlSyntaxException(SqlErrors.UnclosedText, line, column, "a string that is not closed", $"a closing {quote}");
    }

    private void SkipSpaceAndComments()
    {
        while (_position < text.Length)
        {
            if (char.IsWhiteSpace(Current) || Current == '\uFEFF')
            {
                Advance();
            }
            else if (Current == '-' && Ahead(1) == '-')
            {
                while (_position < text.Length && Current != '\n') Advance();
            }
            else if (Current == '/' && Ahead(1) == '*')
            {
                SkipBlockComment();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipBlockComment()
    {
        var (line, column) = (_line, _position - _lineStart + 1);
        var depth = 0;
        while (_position < text.Length)
        {
            if (Current == '/' && Ahead(1) == '*')
            {
                depth++;
                Advance();
            }
            else if (Current == '*' && Ahead(1) == '/')
            {
                depth--;
                Advance();
            }

            Advance();
            if (depth == 0) return;
        }

        throw new SqlSyntaxException(SqlErrors.UnclosedText, line, column, "a comment that is not closed", "*/");
    }

    private void Advance()
    {
        if (_position >= text.Length) return;
        if (text[_position++] != '\n') return;
        _line++;
        _lineStart = _position;
    }

    private char Ahead(int offset) => _position + offset < text.Length ? text[_position + offset] : '\0';

    private static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character == '_';
}
