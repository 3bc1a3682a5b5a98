namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>Operators between two operands, except <c>&amp;&amp;</c> and <c>||</c>.</summary>
internal enum CelOperator : byte
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
}

/// <summary>How an operator is written.</summary>
/// <param name="Token">The token that stands for it.</param>
/// <param name="Operator">What the token means.</param>
/// <param name="Precedence">1 for relations, 2 for sums, 3 for products, which bind tightest. All are left-associative.</param>
internal sealed record CelOperatorSyntax(CelTokenKind Token, CelOperator Operator, int Precedence)
{
    public const int HighestPrecedence = 3;

    private static readonly CelOperatorSyntax[] Rows =
    [
        new(CelTokenKind.Equal, CelOperator.Equal, 1),
        new(CelTokenKind.NotEqual, CelOperator.NotEqual, 1),
        new(CelTokenKind.Less, CelOperator.Less, 1),
        new(CelTokenKind.LessOrEqual, CelOperator.LessOrEqual, 1),
        new(CelTokenKind.Greater, CelOperator.Greater, 1),
        new(CelTokenKind.GreaterOrEqual, CelOperator.GreaterOrEqual, 1),
        new(CelTokenKind.In, CelOperator.In, 1),
        new(CelTokenKind.Plus, CelOperator.Add, 2),
        new(CelTokenKind.Minus, CelOperator.Subtract, 2),
        new(CelTokenKind.Star, CelOperator.Multiply, 3),
        new(CelTokenKind.Slash, CelOperator.Divide, 3),
        new(CelTokenKind.Percent, CelOperator.Remainder, 3),
    ];

    public static IReadOnlyList<CelOperatorSyntax> All => Rows;

    /// <summary>Null when the token is not an operator between two operands.</summary>
    public static CelOperatorSyntax? Find(CelTokenKind token)
    {
        foreach (var syntax in Rows)
        {
            if (syntax.Token == token) return syntax;
        }
        return null;
    }
}
