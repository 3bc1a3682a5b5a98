namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>A token, with its place in the text in UTF-16 code units.</summary>
internal readonly record struct CelToken(CelTokenKind Kind, int Offset, int Length)
{
    public int End => Offset + Length;
}

/// <summary>The kinds of tokens.</summary>
internal enum CelTokenKind : byte
{
    End,
    Invalid,
    Name,
    QuotedName,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    True,
    False,
    Null,
    In,
    LeftParenthesis,
    RightParenthesis,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    Point,
    Comma,
    Colon,
    Question,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Not,
    And,
    Or,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
