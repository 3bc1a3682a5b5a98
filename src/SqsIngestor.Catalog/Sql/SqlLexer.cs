namespace SqsIngestor.Catalog.Sql;

/// <summary>
/// Splits Databricks SQL into tokens. Skips comments (<c>--</c>, nested <c>/* */</c>). The line between two cells of a notebook
/// is a semicolon.
/// </summary>
internal sealed class SqlLexer(SqlSource source)
{
    private const string CellEnd = "-- COMMAND ----------";

    private readonly string _text = source.Text;
    private readonly List<SqlProblem> _problems = [.. source.Problems];
    private int _position;

    private char Current => Ahead(0);

    /// <summary>The tokens, the last of which is the end, and the problems of the text so far.</summary>
    public static (IReadOnlyList<SqlToken> Tokens, List<SqlProblem> Problems) Tokenize(SqlSource source)
    {
        var lexer = new SqlLexer(source);
        var tokens = new List<SqlToken>();
        do
        {
            tokens.Add(lexer.Next());
        }
        while (tokens[^1].Kind != SqlTokenKind.End);

        return (tokens, lexer._problems);
    }

    private SqlToken Next()
    {
        if (SkipSpaceAndComments() is { } cellEnd) return new SqlToken(SqlTokenKind.Symbol, ";", cellEnd, _position);
        var start = _position;
        if (start >= _text.Length) return new SqlToken(SqlTokenKind.End, "", start, start);
        var first = Current;
        if (first is '\'' or '"') return Token(SqlTokenKind.Literal, ReadLiteral(raw: false), start);
        if (first is 'r' or 'R' && Ahead(1) is '\'' or '"')
        {
            _position++;
            return Token(SqlTokenKind.Literal, ReadLiteral(raw: true), start);
        }

        if (first == '`') return Token(SqlTokenKind.QuotedName, ReadQuotedName(), start);
        if (IsWordCharacter(first))
        {
            while (IsWordCharacter(Current)) _position++;
            var word = _text[start.._position];
            return Token(word.All(char.IsAsciiDigit) ? SqlTokenKind.Number : SqlTokenKind.Word, word, start);
        }

        _position++;
        return Token(SqlTokenKind.Symbol, first.ToString(), start);
    }

    private SqlToken Token(SqlTokenKind kind, string text, int start) => new(kind, text, start, _position);

    private string ReadQuotedName()
    {
        var start = _position++;
        while (_position < _text.Length)
        {
            if (Current != '`')
            {
                _position++;
            }
            else if (Ahead(1) == '`')
            {
                _position += 2;
            }
            else
            {
                var name = _text[(start + 1).._position].Replace("``", "`", StringComparison.Ordinal);
                _position++;
                if (name.Length > 0) return name;
                Report(SqlErrors.UnexpectedText, start, "an empty name", "a name between the backticks");
                return "_";
            }
        }

        Report(SqlErrors.UnclosedText, start, "a name that is not closed", "a closing backtick");
        return "_";
    }

    private string ReadLiteral(bool raw)
    {
        var start = _position;
        var quote = Current;
        var literal = new SqlLiteralText();
        _position++;
        while (_position < _text.Length)
        {
            var character = Current;
            if (character == quote)
            {
                _position++;
                // A doubled quote is one quote.
                if (raw || Current != quote) return literal.ToString();
                literal.Append(quote);
                _position++;
            }
            else if (character == '\\' && !raw)
            {
                var used = literal.AppendEscape(_text.AsSpan(_position));
                if (used == 0)
                {
                    Report(
                        SqlErrors.BadEscape, _position, "an escape that is not a character",
                        "\\uXXXX or \\UXXXXXXXX with a code point");
                }

                _position += Math.Max(1, used);
            }
            else
            {
                literal.Append(character);
                _position++;
            }
        }

        Report(SqlErrors.UnclosedText, start, "a string that is not closed", $"a closing {quote}");
        return literal.ToString();
    }

    /// <summary>Returns the start of a line between two cells, if one comes first.</summary>
    private int? SkipSpaceAndComments()
    {
        while (_position < _text.Length)
        {
            if (char.IsWhiteSpace(Current) || Current == '\uFEFF')
            {
                _position++;
            }
            else if (Current == '-' && Ahead(1) == '-')
            {
                var start = _position;
                while (_position < _text.Length && Current != '\n') _position++;
                if (_text.AsSpan(start, _position - start).StartsWith(CellEnd, StringComparison.Ordinal)) return start;
            }
            else if (Current == '/' && Ahead(1) == '*')
            {
                SkipBlockComment();
            }
            else
            {
                break;
            }
        }

        return null;
    }

    private void SkipBlockComment()
    {
        var start = _position;
        var depth = 0;
        while (_position < _text.Length)
        {
            if (Current == '/' && Ahead(1) == '*')
            {
                depth++;
                _position++;
            }
            else if (Current == '*' && Ahead(1) == '/')
            {
                depth--;
                _position++;
            }

            _position++;
            if (depth == 0) return;
        }

        _position = _text.Length;
        Report(SqlErrors.UnclosedText, start, "a comment that is not closed", "*/");
    }

    private void Report(ErrorDescription error, int start, string found, string expected)
    {
        var (line, column) = source.Locate(start);
        _problems.Add(new SqlProblem(error.Code, line, column, 1, found, expected));
    }

    private char Ahead(int offset) => _position + offset < _text.Length ? _text[_position + offset] : '\0';

    private static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character == '_';
}
