namespace SqsIngestor.Catalog.Sql;

internal enum SqlTokenKind
{
    /// <summary>A bare word: a keyword or a name.</summary>
    Word,

    /// <summary>A name in back quotes, which is never a keyword.</summary>
    QuotedName,

    /// <summary>A string literal, its escapes resolved.</summary>
    Literal,

    /// <summary>Digits, with a point and an exponent if there are any.</summary>
    Number,

    /// <summary>One character of punctuation.</summary>
    Symbol,

    /// <summary>Behind the last character.</summary>
    End,
}
