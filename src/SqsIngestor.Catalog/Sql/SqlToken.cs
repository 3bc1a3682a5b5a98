namespace SqsIngestor.Catalog.Sql;

/// <summary>A piece of SQL text. <paramref name="Start"/> and <paramref name="End"/> are offsets in the text.</summary>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Text, int Start, int End)
{
    private const int LongestShown = 40;

    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;

    public bool IsWord(string word) => Kind == SqlTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(char symbol) => Kind == SqlTokenKind.Symbol && Text[0] == symbol;

    /// <summary>The token as an error message shows it.</summary>
    public string Describe() => Kind switch
    {
        SqlTokenKind.End => "the end of the text",
        SqlTokenKind.Literal => $"the string '{Shorten(Text)}'",
        SqlTokenKind.QuotedName => $"`{Shorten(Text)}`",
        _ => $"'{Shorten(Text)}'",
    };

    private static string Shorten(string text) =>
        text.Length <= LongestShown ? text : string.Concat(text.AsSpan(0, LongestShown), "…");
}

internal enum SqlTokenKind
{
    /// <summary>A bare word: a keyword or a name.</summary>
    Word,

    /// <summary>A name in backticks, which is never a keyword.</summary>
    QuotedName,

    /// <summary>A string literal, its escapes resolved.</summary>
    Literal,

    /// <summary>Digits.</summary>
    Number,

    /// <summary>One character of punctuation.</summary>
    Symbol,

    /// <summary>The end of the text.</summary>
    End,
}
