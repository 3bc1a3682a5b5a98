using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;
using T = SqsIngestor.Mapping.Cel.Types.CelType;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>The rows of <see cref="CelFunctions"/> for extensions of CEL: strings, encoders, math and optional types.</summary>
internal static class CelExtensions
{
    private static readonly CelType Texts = T.List(T.String);

    public static IEnumerable<CelFunction> Strings() =>
    [
        Method(
            "charAt",
            new("Returns the character at a position, from 0; an empty string at the end.", "'café'.charAt(3)", "\"é\""),
            CelStrings.CharAt, T.String, [T.String, T.Int]),
        Method(
            "indexOf",
            new("Returns the position of the first occurrence, at or after a position if there is one, or -1.",
                "'order.created'.indexOf('.')", "5"),
            CelStrings.IndexOf, T.Int, [T.String, T.String], [T.String, T.String, T.Int]),
        Method(
            "lastIndexOf",
            new("Returns the position of the last occurrence, at or before a position if there is one, or -1.",
                "'a/b/c'.lastIndexOf('/')", "3"),
            CelStrings.LastIndexOf, T.Int, [T.String, T.String], [T.String, T.String, T.Int]),
        Method(
            "substring",
            new("Returns the characters from a position, up to a position or to the end.",
                "'order.created'.substring(6, 9)", "\"cre\""),
            CelStrings.Substring, T.String, [T.String, T.Int], [T.String, T.Int, T.Int]),
        Method(
            "split",
            new("Splits at each separator, into at most so many parts if there is a number.",
                "'a,b,c'.split(',', 2)", "[\"a\",\"b,c\"]"),
            CelStrings.Split, Texts, [T.String, T.String], [T.String, T.String, T.Int]),
        Method(
            "join", new("Joins strings, with a separator if there is one.", "['a', 'b'].join('-')", "\"a-b\""),
            CelStrings.Join, T.String, [Texts], [Texts, T.String]),
        Method(
            "replace",
            new("Replaces each occurrence, or the first ones if there is a number.", "'a-b-c'.replace('-', '+', 1)", "\"a+b-c\""),
            CelStrings.Replace, T.String, [T.String, T.String, T.String], [T.String, T.String, T.String, T.Int]),
        Method(
            "lowerAscii", new("Changes the letters A to Z to lower case.", "'ÄBC'.lowerAscii()", "\"Äbc\""),
            CelStrings.LowerAscii, T.String, [T.String]),
        Method(
            "upperAscii", new("Changes the letters a to z to upper case.", "'äbc'.upperAscii()", "\"äBC\""),
            CelStrings.UpperAscii, T.String, [T.String]),
        Method(
            "trim", new("Removes Unicode white space from both ends.", "'  a b '.trim()", "\"a b\""),
            CelStrings.Trim, T.String, [T.String]),
        Method(
            "reverse", new("Returns the characters in reverse order.", "'abc'.reverse()", "\"cba\""),
            CelStrings.Reverse, T.String, [T.String]),
        CelFunctions.Format,
        Function(
            "strings.quote",
            new("Puts a string in quotes, with escapes for quotes, backslashes and control characters.",
                "strings.quote('a\"b') == '\"a\\\\\"b\"'", "true"),
            CelStrings.Quote, T.String, [T.String]),
    ];

    public static IEnumerable<CelFunction> Encoders() =>
    [
        Function(
            "base64.encode", new("Encodes bytes as base64.", "base64.encode(b'hello')", "\"aGVsbG8=\""),
            CelBase64.Encode, T.String, [T.Bytes]),
        Function(
            "base64.decode",
            new("Decodes base64 to bytes. The padding may be left out.", "string(base64.decode('aGVsbG8'))", "\"hello\""),
            CelBase64.Decode, T.Bytes, [T.String]),
    ];

    public static IEnumerable<CelFunction> Numbers() =>
    [
        new CelExtremeFunction(
            "math.greatest", new("Returns the largest number.", "math.greatest(1, 2.5, 2u)", "2.5"),
            CelMath.Greatest, CelMath.GreatestOf),
        new CelExtremeFunction(
            "math.least", new("Returns the smallest number.", "math.least([3, 1, 2])", "1"), CelMath.Least, CelMath.LeastOf),
        OfDouble("math.ceil", "Rounds up.", "math.ceil(1.2)", "2.0", Math.Ceiling),
        OfDouble("math.floor", "Rounds down.", "math.floor(-1.2)", "-2.0", Math.Floor),
        OfDouble(
            "math.round", "Rounds to the nearest integer, and a half away from zero.", "math.round(2.5)", "3.0",
            static number => Math.Round(number, MidpointRounding.AwayFromZero)),
        OfDouble("math.trunc", "Drops the fraction.", "math.trunc(-1.8)", "-1.0", Math.Truncate),
        Same(
            "math.abs", new("Returns the number without its sign.", "math.abs(-3)", "3"),
            CelMath.Abs, [T.Int], [T.Uint], [T.Double]),
        Same(
            "math.sign", new("Returns -1, 0 or 1, of the number's type.", "math.sign(-2.5)", "-1.0"),
            CelMath.Sign, [T.Int], [T.Uint], [T.Double]),
        Function(
            "math.sqrt", new("Returns the square root.", "math.sqrt(16)", "4.0"),
            CelMath.Sqrt, T.Double, [T.Int], [T.Uint], [T.Double]),
        Test("math.isNaN", "Returns true if the double is not a number.", "math.isNaN(0.0 / 0.0)", double.IsNaN),
        Test("math.isInf", "Returns true if the double is infinite.", "math.isInf(1.0 / 0.0)", double.IsInfinity),
        Test("math.isFinite", "Returns true if the double is neither infinite nor NaN.", "math.isFinite(1.5)", double.IsFinite),
        Same(
            "math.bitAnd", new("Returns the bits that both numbers have.", "math.bitAnd(6, 3)", "2"),
            static (a, _) => CelMath.Bits(a[0], a[0].AsUint & a[1].AsUint), [T.Int, T.Int], [T.Uint, T.Uint]),
        Same(
            "math.bitOr", new("Returns the bits that either number has.", "math.bitOr(6, 3)", "7"),
            static (a, _) => CelMath.Bits(a[0], a[0].AsUint | a[1].AsUint), [T.Int, T.Int], [T.Uint, T.Uint]),
        Same(
            "math.bitXor", new("Returns the bits that exactly one of the numbers has.", "math.bitXor(6, 3)", "5"),
            static (a, _) => CelMath.Bits(a[0], a[0].AsUint ^ a[1].AsUint), [T.Int, T.Int], [T.Uint, T.Uint]),
        Same(
            "math.bitNot", new("Returns the bits that the number does not have.", "math.bitNot(1)", "-2"),
            static (a, _) => CelMath.Bits(a[0], ~a[0].AsUint), [T.Int], [T.Uint]),
        Same(
            "math.bitShiftLeft", new("Moves the bits to the left, with zeros on the right.", "math.bitShiftLeft(1, 4)", "16"),
            CelMath.ShiftLeft, [T.Int, T.Int], [T.Uint, T.Int]),
        Same(
            "math.bitShiftRight",
            new("Moves the bits to the right, with zeros on the left, also for a negative number.",
                "math.bitShiftRight(16, 4)", "1"),
            CelMath.ShiftRight, [T.Int, T.Int], [T.Uint, T.Int]),
    ];

    public static IEnumerable<CelFunction> Optionals() =>
    [
        new CelOptionalFunction(
            "optional.of", new("Returns an optional with a value, which can be null.", "optional.of(1).hasValue()", "true"),
            CelOptionalKind.Of, "optional.of(T) → optional_type(T)"),
        new CelOptionalFunction(
            "optional.ofNonZeroValue",
            new("Returns an optional that has no value if it would be null, false, zero or empty.",
                "optional.ofNonZeroValue('').hasValue()", "false"),
            CelOptionalKind.OfNonZeroValue, "optional.ofNonZeroValue(T) → optional_type(T)"),
        new CelOptionalFunction(
            "optional.none", new("Returns an optional without a value.", "optional.none().orValue(0)", "0"),
            CelOptionalKind.None, "optional.none() → optional_type(dyn)"),
        new CelOptionalFunction(
            "hasValue", new("Returns true if the optional has a value.", "{'a': null}.?a.hasValue()", "true"),
            CelOptionalKind.HasValue, "optional_type(T).hasValue() → bool"),
        new CelOptionalFunction(
            "value", new("Returns the value. An optional without one is an error.", "{'a': 1}.?a.value()", "1"),
            CelOptionalKind.Value, "optional_type(T).value() → T"),
        new CelOptionalFunction(
            "or", new("Returns another optional if this one has no value.", "{'b': 1}.?a.or({'b': 1}.?b).value()", "1"),
            CelOptionalKind.Or, "optional_type(T).or(optional_type(T)) → optional_type(T)"),
        new CelOptionalFunction(
            "orValue", new("Returns the value, or another one if there is none.", "{'a': 1}.?b.orValue(0)", "0"),
            CelOptionalKind.OrValue, "optional_type(T).orValue(T) → T"),
        new CelMacro(
            "optMap",
            new("Returns an optional of the expression's value, or none if the optional has no value.",
                "{'a': 'x'}.?a.optMap(v, v + v).value()", "\"xx\""),
            CelMacroKind.OptMap, "optional_type(T).optMap(x, expression) → optional_type(dyn)"),
        new CelMacro(
            "optFlatMap",
            new("Returns the optional that the expression gives, or none if the optional has no value.",
                "{'a': {'b': 1}}.?a.optFlatMap(v, v.?b).value()", "1"),
            CelMacroKind.OptFlatMap, "optional_type(T).optFlatMap(x, optional_type(dyn)) → optional_type(dyn)"),
    ];

    private static CelOverloadedFunction Method(
        string name, CelDoc doc, CelManyFunction function, CelType result, params CelType[][] parameters) =>
        new(name, doc, function, Array.ConvertAll(parameters, types => new CelOverload(true, result, types)));

    private static CelOverloadedFunction Function(
        string name, CelDoc doc, CelManyFunction function, CelType result, params CelType[][] parameters) =>
        new(name, doc, function, Array.ConvertAll(parameters, types => new CelOverload(false, result, types)));

    /// <summary>A function whose result has the type of its first argument.</summary>
    private static CelOverloadedFunction Same(string name, CelDoc doc, CelManyFunction function, params CelType[][] parameters) =>
        new(name, doc, function, Array.ConvertAll(parameters, types => new CelOverload(false, types[0], types)));

    private static CelOverloadedFunction OfDouble(
        string name, string meaning, string example, string result, Func<double, double> function) =>
        Function(
            name, new(meaning, example, result), (a, _) => CelValue.Double(function(a[0].AsDouble)), T.Double, [T.Double]);

    private static CelOverloadedFunction Test(string name, string meaning, string example, Func<double, bool> function) =>
        Function(name, new(meaning, example, "true"), (a, _) => CelValue.Bool(function(a[0].AsDouble)), T.Bool, [T.Double]);
}
