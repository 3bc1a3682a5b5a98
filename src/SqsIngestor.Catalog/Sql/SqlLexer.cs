using System.Diagnostics;

namespace SqsIngestor.Catalog.Sql;

/// <summary>
/// Splits Databricks SQL into tokens, without its comments. The line between two cells of a notebook is a semicolon.
/// </summary>
internal sealed class SqlLexer(SqlSource source)
{
    private const string CellEnd = "-- COMMAND ----------";

    private readonly string _text = source.Text;
    private readonly List<SqlProblem> _problems = [.. source.Problems];
    private int _position;

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
        while (_position < _text.Length)
        {
            var piece = SqlPiece.At(_text, _position);
            _position = piece.End;
            switch (piece.Kind)
            {
                case SqlPieceKind.Space:
                    break;
                case SqlPieceKind.LineComment:
                    var isCellEnd = TextOf(piece).StartsWith(CellEnd, StringComparison.Ordinal);
                    if (isCellEnd) return Token(SqlTokenKind.Symbol, ";", piece);
                    break;
                case SqlPieceKind.BlockComment:
                    if (!piece.IsClosed) Report(SqlErrors.UnclosedText, piece.Start, "a comment that is not closed", "*/");
                    break;
                case SqlPieceKind.Literal or SqlPieceKind.RawLiteral:
                    return Token(SqlTokenKind.Literal, ReadLiteral(piece), piece);
                case SqlPieceKind.QuotedName:
                    return Token(SqlTokenKind.QuotedName, ReadQuotedName(piece), piece);
                case SqlPieceKind.Word:
                    var word = TextOf(piece).ToString();
                    return Token(word.All(char.IsAsciiDigit) ? SqlTokenKind.Number : SqlTokenKind.Word, word, piece);
                case SqlPieceKind.Symbol:
                    return Token(SqlTokenKind.Symbol, TextOf(piece).ToString(), piece);
                default:
                    throw new UnreachableException();
            }
        }

        return new SqlToken(SqlTokenKind.End, "", _text.Length, _text.Length);
    }

    private ReadOnlySpan<char> TextOf(SqlPiece piece) => _text.AsSpan(piece.Start, piece.End - piece.Start);

    private static SqlToken Token(SqlTokenKind kind, string text, SqlPiece piece) => new(kind, text, piece.Start, piece.End);

    private string ReadQuotedName(SqlPiece piece)
    {
        if (!piece.IsClosed)
        {
            Report(SqlErrors.UnclosedText, piece.Start, "a name that is not closed", "a closing backtick");
            return "_";
        }

        var name = TextOf(piece)[1..^1].ToString().Replace("``", "`", StringComparison.Ordinal);
        if (name.Length > 0) return name;
        Report(SqlErrors.UnexpectedText, piece.Start, "an empty name", "a name between the backticks");
        return "_";
    }

    private string ReadLiteral(SqlPiece piece)
    {
        var raw = piece.Kind == SqlPieceKind.RawLiteral;
        var start = piece.Start + (raw ? 1 : 0);
        var quote = _text[start];
        var end = piece.IsClosed ? piece.End - 1 : piece.End;
        var literal = new SqlLiteralText();
        for (var i = start + 1; i < end;)
        {
            if (_text[i] == '\\' && !raw)
            {
                var used = literal.AppendEscape(_text.AsSpan(i, end - i));
                if (used == 0)
                {
                    Report(
                        SqlErrors.BadEscape, i, "an escape that is not a character",
                        "\\uXXXX or \\UXXXXXXXX with a code point");
                }

                i += Math.Max(1, used);
            }
            else
            {
                literal.Append(_text[i]);
                // A doubled quote is one quote.
                i += _text[i] == quote ? 2 : 1;
            }
        }

        if (!piece.IsClosed) Report(SqlErrors.UnclosedText, start, "a string that is not closed", $"a closing {quote}");
        return literal.ToString();
    }

    private void Report(ErrorDescription error, int start, string found, string expected)
    {
        var (line, column) = source.Locate(start);
        _problems.Add(new SqlProblem(error.Code, line, column, 1, found, expected));
    }
}
