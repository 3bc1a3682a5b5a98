using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;
using T = SqsIngestor.Mapping.Cel.Types.CelType;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>
/// The catalog of functions and macros. The binder, "did you mean" and the reference page read it; a new function is a
/// new row here.
/// </summary>
internal static class CelFunctions
{
    /// <summary>Its binding checks the clauses of a constant format.</summary>
    public static CelOverloadedFunction Format { get; } = new(
        "format",
        new("Writes the values of a list into a text: %s any value, %d a number, %f and %.2f digits after the point, %e an "
                + "exponent, %b, %o, %x and %X other bases, %% a percent sign.",
            "'%s: %.2f'.format(['total', 12.5])", "\"total: 12.50\""),
        CelFormat.Format, new CelOverload(true, T.String, T.String, T.AnyList));

    /// <summary>The parts of the catalog by their titles, in the order of the reference page.</summary>
    public static IReadOnlyList<(string Title, CelFunction[] Functions)> Groups { get; } =
    [
        ("Macros", [.. Macros()]),
        ("Functions", [.. Text(), .. Conversions(), .. CelTimeFunction.All]),
        ("Functions of text", [.. CelExtensions.Strings(), .. CelExtensions.Encoders()]),
        ("Functions of numbers", [.. CelExtensions.Numbers()]),
        ("Optionals", [.. CelExtensions.Optionals()]),
    ];

    /// <summary>In the order of the reference page.</summary>
    public static IReadOnlyList<CelFunction> All { get; } = [.. Groups.SelectMany(group => group.Functions)];

    private static readonly Dictionary<string, CelFunction> ByName =
        All.ToDictionary(function => function.Name, StringComparer.Ordinal);

    private static readonly HashSet<string> Prefixes =
        [.. All.Where(row => row.Name.Contains('.', StringComparison.Ordinal)).Select(row => row.Name.Split('.')[0])];

    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>Whether a name is the first part of the names of functions: <c>math</c>.</summary>
    public static bool IsPrefix(string name) => Prefixes.Contains(name);

    /// <summary>The function with a prefix in front of a name: <c>math.abs</c> for <c>abs</c>; null if there is none.</summary>
    public static string? WithPrefix(string name) =>
        Names.FirstOrDefault(full => full.EndsWith('.' + name, StringComparison.Ordinal));

    /// <summary>A hint with the functions that have a prefix.</summary>
    public static string ListOf(string prefix) =>
        $"its functions are {string.Join(", ", Names.Where(name => name.StartsWith(prefix + '.', StringComparison.Ordinal)))}";

    /// <summary>Null if no function has this name.</summary>
    public static CelFunction? Find(string name) => ByName.GetValueOrDefault(name);

    private static IEnumerable<CelFunction> Macros() =>
    [
        new CelMacro(
            "has", new("Returns true if the path exists. A null member exists.", "has({'a': null}.a)", "true"),
            CelMacroKind.Has, "has(path.member) → bool"),
        new CelMacro(
            "all", new("Returns true if the condition is true for every element or key.", "[1, 2].all(x, x > 0)", "true"),
            CelMacroKind.All, "list.all(x, bool) → bool", "map.all(key, bool) → bool",
            "list.all(i, x, bool) → bool", "map.all(key, value, bool) → bool"),
        new CelMacro(
            "exists", new("Returns true if the condition is true for any element or key.", "[1, 2].exists(x, x > 1)", "true"),
            CelMacroKind.Exists, "list.exists(x, bool) → bool", "map.exists(key, bool) → bool",
            "list.exists(i, x, bool) → bool", "map.exists(key, value, bool) → bool"),
        new CelMacro(
            "exists_one",
            new("Returns true if the condition is true for exactly one element or key.", "[1, 2].exists_one(x, x > 0)", "false"),
            CelMacroKind.ExistsOne, "list.exists_one(x, bool) → bool", "map.exists_one(key, bool) → bool",
            "list.exists_one(i, x, bool) → bool", "map.exists_one(key, value, bool) → bool"),
        new CelMacro(
            "existsOne", new("Another name for exists_one.", "[1, 2].existsOne(x, x > 1)", "true"),
            CelMacroKind.ExistsOne, "list.existsOne(x, bool) → bool", "map.existsOne(key, bool) → bool",
            "list.existsOne(i, x, bool) → bool", "map.existsOne(key, value, bool) → bool"),
        new CelMacro(
            "filter",
            new("Returns the elements or keys for which the condition is true.", "[1, 2, 3].filter(x, x > 1)", "[2,3]"),
            CelMacroKind.Filter, "list.filter(x, bool) → list", "map.filter(key, bool) → list"),
        new CelMacro(
            "map",
            new("Returns the expression's value for every element or key, or only for those that meet the condition.",
                "[1, 2, 3].map(x, x > 1, x * 10)", "[20,30]"),
            CelMacroKind.Map, "list.map(x, expression) → list", "list.map(x, bool, expression) → list"),
        new CelMacro(
            "transformList",
            new("Returns the expression's value for every position and element or key and value, or only for those that meet the "
                    + "condition.",
                "{'a': 1, 'b': 2}.transformList(k, v, v > 1, k)", "[\"b\"]"),
            CelMacroKind.TransformList,
            "list.transformList(i, x, expression) → list", "map.transformList(key, value, bool, expression) → list"),
        new CelMacro(
            "transformMap",
            new("Returns a map with the same keys and the expression's value for each, or only those that meet the condition. "
                    + "The keys of a list are its positions.",
                "{'a': 1, 'b': 2}.transformMap(k, v, v * 10)", "{\"a\":10,\"b\":20}"),
            CelMacroKind.TransformMap,
            "map.transformMap(key, value, expression) → map", "map.transformMap(key, value, bool, expression) → map"),
        new CelMacro(
            "transformMapEntry",
            new("Returns a map of the entries that the expression gives as a map. Two equal keys are an error.",
                "{'a': 1, 'b': 2}.transformMapEntry(k, v, {v: k})", "{1:\"a\",2:\"b\"}"),
            CelMacroKind.TransformMapEntry,
            "map.transformMapEntry(key, value, map) → map", "map.transformMapEntry(key, value, bool, map) → map"),
        new CelMacro(
            "cel.bind",
            new("Gives a value a name in an expression, and evaluates it once.", "cel.bind(x, 'a' + 'b', x + x)", "\"abab\""),
            CelMacroKind.Bind, "cel.bind(x, value, expression) → dyn"),
    ];

    private static IEnumerable<CelFunction> Text() =>
    [
        new CelOverloadedFunction(
            "size",
            new("Returns the number of characters of a string, bytes of bytes, elements of a list or entries of a map.",
                "size('café')", "4"),
            CelTextFunctions.Size, [.. Sizes(isMember: false), .. Sizes(isMember: true)]),
        OfTwoStrings(
            "startsWith",
            new("Returns true if the string starts with the other.", "'order.created'.startsWith('order.')", "true"),
            CelTextFunctions.StartsWith),
        OfTwoStrings(
            "endsWith",
            new("Returns true if the string ends with the other.", "'order.created'.endsWith('.created')", "true"),
            CelTextFunctions.EndsWith),
        OfTwoStrings(
            "contains",
            new("Returns true if the string contains the other.", "'order.created'.contains('cat')", "false"),
            CelTextFunctions.Contains),
        new CelPatternFunction(
            "matches",
            new("Returns true if the regular expression (RE2 syntax) matches any part of the string.",
                "'A-17'.matches(r'^[A-Z]-\\d+$')", "true")),
    ];

    private static IEnumerable<CelFunction> Conversions() =>
    [
        Conversion(
            "int", new("Converts to a signed 64-bit integer; a double loses its fraction.", "int('42')", "42"),
            CelConversions.ToInt, T.Int, T.Int, T.Uint, T.Double, T.String, T.Timestamp),
        Conversion(
            "uint", new("Converts to an unsigned 64-bit integer; a double loses its fraction.", "uint(42)", "42u"),
            CelConversions.ToUint, T.Uint, T.Int, T.Uint, T.Double, T.String),
        Conversion(
            "double", new("Converts to a double.", "double('1.5')", "1.5"),
            CelConversions.ToDouble, T.Double, T.Int, T.Uint, T.Double, T.String),
        Conversion(
            "bool", new("Converts to a bool; accepts 1, t, true, True, TRUE, 0, f, false, False and FALSE.", "bool('t')", "true"),
            CelConversions.ToBool, T.Bool, T.Bool, T.String),
        Conversion(
            "string", new("Converts to a string.", "string(1.5)", "\"1.5\""),
            CelConversions.ToText, T.String, T.String, T.Bool, T.Int, T.Uint, T.Double, T.Bytes, T.Timestamp, T.Duration),
        Conversion(
            "bytes", new("Converts a string to its UTF-8 bytes.", "size(bytes('é'))", "2"),
            CelConversions.ToBytes, T.Bytes, T.Bytes, T.String),
        Conversion(
            "timestamp", new("Converts RFC 3339 text, or seconds since 1970, to a timestamp.",
                "timestamp('2026-03-05T07:08:09+01:00') == timestamp(1772690889)", "true"),
            CelConversions.ToTimestamp, T.Timestamp, T.Timestamp, T.String, T.Int),
        Conversion(
            "duration", new("Converts text such as 1h30m or -1.5s to a duration; the units are h, m, s, ms, us and ns.",
                "duration('1h30m') == duration('5400s')", "true"),
            CelConversions.ToDuration, T.Duration, T.Duration, T.String),
        Conversion(
            "dyn", new("Turns type checking off for a value.", "dyn(1) == dyn('1')", "false"),
            static (in value, _) => value, T.Dyn, T.Dyn),
        Conversion(
            "type", new("Returns the type of a value.", "type(1) == int", "true"),
            static (in value, _) => CelValue.TypeOf(CelTypeNames.Of(value.Kind)), T.Type, T.Dyn),
    ];

    private static CelOverloadedFunction OfTwoStrings(string name, CelDoc doc, CelBinaryFunction function) =>
        new(name, doc, function, new CelOverload(true, T.Bool, T.String, T.String));

    private static CelOverloadedFunction Conversion(
        string name, CelDoc doc, CelUnaryFunction function, CelType result, params CelType[] sources) =>
        new(name, doc, function, [.. sources.Select(source => new CelOverload(false, result, source))]);

    private static IEnumerable<CelOverload> Sizes(bool isMember) =>
        new[] { T.String, T.Bytes, T.AnyList, T.AnyMap }.Select(type => new CelOverload(isMember, T.Int, type));
}
