using System.Diagnostics;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;
using T = SqsIngestor.Mapping.Cel.Types.CelType;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>The catalog of operators. The binder and the reference page read it.</summary>
internal static class CelOperators
{
    /// <summary>The selection of a member, in errors.</summary>
    public const string Member = ".";

    private static readonly CelType[] Ordered = [T.Int, T.Uint, T.Double, T.Bool, T.String, T.Bytes, T.Timestamp, T.Duration];

    public static CelShortCircuitOperator And { get; } = new(
        "&&", new("Returns true if both sides are true. If one side is false, an error in the other does not count.",
            "false && 1 / 0 == 1", "false"),
        "bool && bool → bool");

    public static CelShortCircuitOperator Or { get; } = new(
        "||", new("Returns true if one side is true, even if the other is an error.", "1 / 0 == 1 || true", "true"),
        "bool || bool → bool");

    public static CelShortCircuitOperator Conditional { get; } = new(
        "?:", new("Returns the first value if the condition is true, otherwise the second. One of them can be null.",
            "1 < 2 ? 'yes' : 'no'", "\"yes\""),
        "bool ? T : T → T");

    public static CelOverloadedFunction Not { get; } =
        new("!", new("Negates a bool.", "!false", "true"), CelArithmetic.Not, new CelOverload(false, T.Bool, T.Bool));

    public static CelOverloadedFunction Minus { get; } = new(
        "-", new("Negates a number.", "-(1 + 2)", "-3"), CelArithmetic.Negate,
        new CelOverload(false, T.Int, T.Int), new CelOverload(false, T.Double, T.Double));

    /// <summary>Selects an element of a list or an entry of a map with brackets.</summary>
    public static CelOverloadedFunction Index { get; } = new(
        "[]", new("Selects an element of a list, from 0, or the value of a map's key.", "[10, 20][1]", "20"),
        CelOptionals.Index, new(false, T.Dyn, T.AnyList, T.Int), new(false, T.Dyn, T.AnyMap, T.Dyn));

    /// <summary>Selects an element of a list or an entry of a map that may be absent.</summary>
    public static CelOverloadedFunction OptionalIndex { get; } = new(
        "[?]", new("Selects an element of a list or a map's value as an optional, which has no value if it is absent.",
            "[10, 20][?2].orValue(0)", "0"),
        CelOptionals.OptionalIndex, new(false, T.AnyOptional, T.AnyList, T.Int), new(false, T.AnyOptional, T.AnyMap, T.Dyn));

    /// <summary>Selects a member that may be absent.</summary>
    public static CelShortCircuitOperator OptionalSelect { get; } = new(
        ".?",
        new("Selects a member as an optional, which has no value if the member is absent. Members of an optional are optionals.",
            "{'a': {'b': 1}}.?a.b.orValue(0)", "1"),
        "map.?member → optional_type(dyn)");

    /// <summary>The operators between two operands.</summary>
    public static IReadOnlyDictionary<CelOperator, CelOverloadedFunction> Binary { get; } =
        new Dictionary<CelOperator, CelOverloadedFunction>
        {
            [CelOperator.Multiply] = new(
                "*", new("Multiplies two numbers of one type.", "6 * 7", "42"),
                CelArithmetic.Multiply, Numbers(T.Int, T.Uint, T.Double)),
            [CelOperator.Divide] = new(
                "/", new("Divides two numbers of one type; integers lose the fraction.", "7 / 2", "3"),
                CelArithmetic.Divide, Numbers(T.Int, T.Uint, T.Double)),
            [CelOperator.Remainder] = new(
                "%", new("Returns the remainder of an integer division.", "7 % 2", "1"),
                CelArithmetic.Remainder, Numbers(T.Int, T.Uint)),
            [CelOperator.Add] = new(
                "+", new("Adds numbers and times; joins strings, bytes and lists.", "'a' + 'b'", "\"ab\""),
                CelArithmetic.Add,
                [
                    .. Numbers(T.Int, T.Uint, T.Double), Same(T.String), Same(T.Bytes), Same(T.AnyList), Same(T.Duration),
                    new(false, T.Timestamp, T.Timestamp, T.Duration), new(false, T.Timestamp, T.Duration, T.Timestamp),
                ]),
            [CelOperator.Subtract] = new(
                "-", new("Subtracts numbers and times.", "duration('1h') - duration('59m') == duration('60s')", "true"),
                CelArithmetic.Subtract,
                [
                    .. Numbers(T.Int, T.Uint, T.Double), Same(T.Duration),
                    new(false, T.Timestamp, T.Timestamp, T.Duration), new(false, T.Duration, T.Timestamp, T.Timestamp),
                ]),
            [CelOperator.Less] = Relation("<", new("Returns true if the left side is less.", "1 < 2", "true"), CelOrder.Less),
            [CelOperator.LessOrEqual] = Relation(
                "<=", new("Returns true if the left side is less or equal.", "2 <= 2", "true"), CelOrder.LessOrEqual),
            [CelOperator.Greater] = Relation(
                ">", new("Returns true if the left side is greater.", "'b' > 'a'", "true"), CelOrder.Greater),
            [CelOperator.GreaterOrEqual] = Relation(
                ">=", new("Returns true if the left side is greater or equal.", "1.0 >= 2.0", "false"), CelOrder.GreaterOrEqual),
            [CelOperator.Equal] = new(
                "==", new("Returns true if both sides are equal. Numbers compare by value.", "dyn(1) == 1.0", "true"),
                CelEquality.Equal, new CelOverload(false, T.Bool, T.Dyn, T.Dyn)),
            [CelOperator.NotEqual] = new(
                "!=", new("Returns true if the sides differ.", "'a' != 'b'", "true"),
                CelEquality.NotEqual, new CelOverload(false, T.Bool, T.Dyn, T.Dyn)),
            [CelOperator.In] = new(
                "in", new("Returns true if the list has the element or the map has the key.", "2 in [1, 2]", "true"),
                CelMembership.In, new(false, T.Bool, T.Dyn, T.AnyList), new(false, T.Bool, T.Dyn, T.AnyMap)),
        };

    /// <summary>Every operator of the catalog, in the order of the reference page.</summary>
    public static IEnumerable<CelFunction> All =>
        [Index, OptionalIndex, OptionalSelect, Not, Minus, .. Binary.Values, And, Or, Conditional];

    public static CelOverloadedFunction Of(CelOperator @operator) =>
        Binary.TryGetValue(@operator, out var function) ? function : throw new UnreachableException();

    private static CelOverload Same(CelType type) => new(false, type, type, type);

    private static CelOverload[] Numbers(params CelType[] types) => [.. types.Select(Same)];

    private static CelOverloadedFunction Relation(string symbol, CelDoc doc, CelBinaryFunction function) =>
        new(symbol, doc, function, [.. Ordered.Select(type => new CelOverload(false, T.Bool, type, type))])
        {
            MixesNumbers = true,
        };
}
