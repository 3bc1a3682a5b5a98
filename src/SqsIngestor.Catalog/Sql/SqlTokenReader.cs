using System.Globalization;

namespace SqsIngestor.Catalog.Sql;

/// <summary>
/// Reads the tokens of a text one after the other. Makes the exceptions for unexpected ones, and gathers the problems after
/// which reading goes on.
/// </summary>
internal sealed class SqlTokenReader
{
    private static readonly string EndOfText = new SqlToken(SqlTokenKind.End, "", 0, 0).Describe();

    private readonly SqlSource _source;
    private readonly IReadOnlyList<SqlToken> _tokens;
    private readonly List<SqlProblem> _problems;
    private int _next;

    public SqlTokenReader(string text)
        : this(new SqlSource(text))
    {
    }

    public SqlTokenReader(SqlSource source)
    {
        _source = source;
        (_tokens, _problems) = SqlLexer.Tokenize(source);
    }

    public SqlToken Current => _tokens[_next];

    /// <summary>The token after the current one; the end, if there is none.</summary>
    public SqlToken Next => _tokens[Math.Min(_next + 1, _tokens.Count - 1)];

    /// <summary>The token before the current one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No token was taken.</exception>
    public SqlToken Previous => _tokens[_next - 1];

    public bool AtEnd => Current.Kind == SqlTokenKind.End;

    public bool AtStatementEnd => AtEnd || Current.IsSymbol(';');

    /// <summary>The values of the text's variables.</summary>
    public IReadOnlyDictionary<string, string> Variables => _source.Variables;

    /// <summary>The variable with a value that may be meant by another name; null for none.</summary>
    public string? VariableHint(string name) => _source.Hint(name);

    /// <summary>Every problem so far, in the order of the text.</summary>
    public IReadOnlyList<SqlProblem> Problems
    {
        get
        {
            // A string without an end takes all the rest, so the end of the text is not a second problem.
            var unclosed = _problems.Exists(problem => problem.Code == SqlErrors.UnclosedText.Code);
            return [
                .. _problems.Where(problem => !unclosed || problem.Found != EndOfText).Distinct()
                .OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];
        }
    }

    public SqlToken Take() => AtEnd ? Current : _tokens[_next++];

    /// <summary>Takes the words, in any case, if all of them follow; otherwise takes nothing.</summary>
    public bool TryWords(params ReadOnlySpan<string> words)
    {
        if (!AreWords(words)) return false;
        _next += words.Length;
        return true;
    }

    /// <summary>Whether the words follow.</summary>
    public bool AreWords(params ReadOnlySpan<string> words)
    {
        if (_next + words.Length > _tokens.Count) return false;
        for (var i = 0; i < words.Length; i++)
        {
            if (!_tokens[_next + i].IsWord(words[i])) return false;
        }

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

    /// <summary>A whole number, with or without a sign.</summary>
    public long ExpectInteger(string expected)
    {
        var token = Current;
        var sign = TrySymbol('-') ? "-" : "";
        if (sign.Length == 0) TrySymbol('+');
        if (Current.Kind != SqlTokenKind.Number) throw Unexpected(expected);
        return long.TryParse(
            sign + Take().Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Fault(token, SqlErrors.NumberOutOfRange, "a number of 64 bits");
    }

    /// <summary>Takes everything up to the bracket that closes the one which follows, and returns what is between them.</summary>
    public string TakeBrackets(string expected)
    {
        ExpectSymbol('(', expected);
        var start = Current.Start;
        for (var depth = 1; ; Take())
        {
            if (AtStatementEnd) throw Unexpected("')'");
            depth += Current.IsSymbol('(') ? 1 : Current.IsSymbol(')') ? -1 : 0;
            if (depth > 0) continue;
            var text = _source.Text[start..Current.Start].Trim();
            Take();
            return text;
        }
    }

    /// <summary>Takes tokens up to one that ends them outside brackets, or the end of the statement.</summary>
    /// <returns>The text of the tokens.</returns>
    public string TakeUntil(Func<bool> isEnd)
    {
        var start = Current.Start;
        var end = start;
        for (var depth = 0; !AtStatementEnd && (depth > 0 || !isEnd());)
        {
            depth += Current switch
            {
                { Kind: SqlTokenKind.Symbol, Text: "(" or "[" } => 1,
                { Kind: SqlTokenKind.Symbol, Text: ")" or "]" } => -1,
                _ => 0,
            };
            if (depth < 0) break;
            end = Take().End;
        }

        return _source.Text[start..end];
    }

    /// <summary>Goes back to a place that <see cref="Place"/> gave.</summary>
    public void Return(int place) => _next = place;

    /// <summary>The current place.</summary>
    public int Place => _next;

    /// <summary>Notes a problem; reading goes on.</summary>
    public void Report(SqlSyntaxException problem) => _problems.AddRange(problem.Problems);

    /// <summary>Throws if there are problems.</summary>
    public void ThrowProblems()
    {
        if (Problems is { Count: > 0 } problems) throw new SqlSyntaxException(problems);
    }

    public SqlSyntaxException Unexpected(string expected, string? hint = null) =>
        Fault(Current, SqlErrors.UnexpectedText, expected, hint);

    public SqlSyntaxException Fault(SqlToken token, ErrorDescription error, string expected, string? hint = null)
    {
        var (line, column) = _source.Locate(token.Start);
        return new SqlSyntaxException(
            new SqlProblem(error.Code, line, column, Math.Max(1, token.End - token.Start), token.Describe(), expected, hint));
    }
}
