namespace SqsIngestor.Mapping.Expressions.Cel;

/// <summary>The operators that take certain types only; == and != take any two, in has rules of its own.</summary>
internal static class CelOperators
{
    private static readonly CelType[] Ordered = [CelType.Int, CelType.Uint, CelType.Double, CelType.Bool, CelType.String, CelType.Bytes, CelType.Timestamp, CelType.Duration];

    private static readonly CelFunction Sum = new("+", CelArithmetic.Add,
    [
        .. Numbers(CelType.Int, CelType.Uint, CelType.Double), Same(CelType.String), Same(CelType.Bytes), Same(CelType.AnyList), Same(CelType.Duration),
        new(false, CelType.Timestamp, CelType.Timestamp, CelType.Duration), new(false, CelType.Timestamp, CelType.Duration, CelType.Timestamp),
    ]);

    private static readonly CelFunction Difference = new("-", CelArithmetic.Subtract,
    [
        .. Numbers(CelType.Int, CelType.Uint, CelType.Double), Same(CelType.Duration), new(false, CelType.Timestamp, CelType.Timestamp, CelType.Duration), new(false, CelType.Duration, CelType.Timestamp, CelType.Timestamp),
    ]);

    private static readonly CelFunction Product = new("*", CelArithmetic.Multiply, Numbers(CelType.Int, CelType.Uint, CelType.Double));
    private static readonly CelFunction Quotient = new("/", CelArithmetic.Divide, Numbers(CelType.Int, CelType.Uint, CelType.Double));
    private static readonly CelFunction Rest = new("%", CelArithmetic.Remainder, Numbers(CelType.Int, CelType.Uint));
    private static readonly CelFunction Less = Relation("<", CelOrder.Less);
    private static readonly CelFunction LessOrEqual = Relation("<=", CelOrder.LessOrEqual);
    private static readonly CelFunction Greater = Relation(">", CelOrder.Greater);
    private static readonly CelFunction GreaterOrEqual = Relation(">=", CelOrder.GreaterOrEqual);

    public static CelFunction Not { get; } = new("!", CelArithmetic.Not, new CelOverload(false, CelType.Bool, CelType.Bool));

    public static CelFunction Minus { get; } =
        new("-", CelArithmetic.Negate, new CelOverload(false, CelType.Int, CelType.Int), new CelOverload(false, CelType.Double, CelType.Double));

    public static CelFunction Of(CelOperator @operator) => @operator switch
    {
        CelOperator.Add => Sum,
        CelOperator.Subtract => Difference,
        CelOperator.Multiply => Product,
        CelOperator.Divide => Quotient,
        CelOperator.Remainder => Rest,
        CelOperator.Less => Less,
        CelOperator.LessOrEqual => LessOrEqual,
        CelOperator.Greater => Greater,
        _ => GreaterOrEqual,
    };

    private static CelOverload Same(CelType type) => new(false, type, type, type);

    private static CelOverload[] Numbers(params CelType[] types) => [.. types.Select(Same)];

    private static CelFunction Relation(string symbol, CelBinaryFunction function) =>
        new(symbol, function, [.. Ordered.Select(type => new CelOverload(false, CelType.Bool, type, type))]);
}
