using System.Globalization;

namespace SqsIngestor.Catalog.Sql;

/// <summary>Reads the tokens of a text one after the other, and makes the exceptions for unexpected ones.</summary>
internal sealed class SqlTokenReader(string text)
{
    private readonly IReadOnlyList<SqlToken> _tokens = SqlLexer.Tokenize(text);
    private int _next;

    public SqlToken Current => _tokens[_next];

    public bool AtEnd => Current.Kind == SqlTokenKind.End;

    public SqlToken Take() => AtEnd ? Current : _tokens[_next++];

    /// <summary>Takes the words, in any case, if all of them follow; otherwise takes nothing.</summary>
    public bool TryWords(params ReadOnlySpan<string> words)
    {
        if (_next + words.Length > _tokens.Count) return false;
        for (var i = 0; i < words.Length; i++)
        {
            if (!_tokens[_next + i].IsWord(words[i])) return false;
        }

        _next += words.Length;
        return true;
    }

    public bool TrySymbol(char symbol)
    {
        if (!Current.IsSymbol(symbol)) return false;
        _next++;
        return true;
    }

    public void ExpectWord(string word)
    {
        if (!TryWords(word)) throw Unexpected(word);
    }

    public void ExpectSymbol(char symbol, string? expected = null)
    {
        if (!TrySymbol(symbol)) throw Unexpected(expected ?? $"'{symbol}'");
    }

    public string ExpectName(string expected) => Current.IsName ? Take().Text : throw Unexpected(expected);

    public string ExpectLiteral(string expected) =>
        Current.Kind == SqlTokenKind.Literal ? Take().Text : throw Unexpected(expected);

    public int ExpectNumber(string expected, int minimum, int maximum)
    {
        if (Current.Kind != SqlTokenKind.Number) throw Unexpected(expected);
        var inRange = int.TryParse(Current.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= minimum && number <= maximum;
        if (!inRange) throw Fault(Current, SqlErrors.NumberOutOfRange, expected);
        Take();
        return number;
    }

    public SqlSyntaxException Unexpected(string expected) => Fault(Current, SqlErrors.UnexpectedText, expected);

    public static SqlSyntaxException Fault(SqlToken token, ErrorDescription error, string expected) =>
        new(error, token.Line, token.Column, token.Describe(), expected);
}
