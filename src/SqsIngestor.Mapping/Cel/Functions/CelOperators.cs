using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;
using T = SqsIngestor.Mapping.Cel.Types.CelType;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>The operators that take certain types only; == and != take any two, in has rules of its own.</summary>
internal static class CelOperators
{
    private static readonly CelType[] Ordered = [T.Int, T.Uint, T.Double, T.Bool, T.String, T.Bytes, T.Timestamp, T.Duration];

    private static readonly CelFunction Sum = new("+", CelArithmetic.Add,
    [
        .. Numbers(T.Int, T.Uint, T.Double), Same(T.String), Same(T.Bytes), Same(T.AnyList), Same(T.Duration),
        new(false, T.Timestamp, T.Timestamp, T.Duration), new(false, T.Timestamp, T.Duration, T.Timestamp),
    ]);

    private static readonly CelFunction Difference = new("-", CelArithmetic.Subtract,
    [
        .. Numbers(T.Int, T.Uint, T.Double), Same(T.Duration),
        new(false, T.Timestamp, T.Timestamp, T.Duration), new(false, T.Duration, T.Timestamp, T.Timestamp),
    ]);

    private static readonly CelFunction Product = new("*", CelArithmetic.Multiply, Numbers(T.Int, T.Uint, T.Double));
    private static readonly CelFunction Quotient = new("/", CelArithmetic.Divide, Numbers(T.Int, T.Uint, T.Double));
    private static readonly CelFunction Rest = new("%", CelArithmetic.Remainder, Numbers(T.Int, T.Uint));
    private static readonly CelFunction Less = Relation("<", CelOrder.Less);
    private static readonly CelFunction LessOrEqual = Relation("<=", CelOrder.LessOrEqual);
    private static readonly CelFunction Greater = Relation(">", CelOrder.Greater);
    private static readonly CelFunction GreaterOrEqual = Relation(">=", CelOrder.GreaterOrEqual);

    public static CelFunction Not { get; } = new("!", CelArithmetic.Not, new CelOverload(false, T.Bool, T.Bool));

    public static CelFunction Minus { get; } =
        new("-", CelArithmetic.Negate, new CelOverload(false, T.Int, T.Int), new CelOverload(false, T.Double, T.Double));

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
        new(symbol, function, [.. Ordered.Select(type => new CelOverload(false, T.Bool, type, type))]);
}
