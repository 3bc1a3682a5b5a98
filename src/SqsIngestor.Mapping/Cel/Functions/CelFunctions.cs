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
    /// <summary>In the order of the reference page.</summary>
    public static IReadOnlyList<CelFunction> All { get; } = [.. Macros(), .. Text(), .. Conversions(), .. CelTimeFunction.All];

    private static readonly Dictionary<string, CelFunction> ByName =
        All.ToDictionary(function => function.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>Null if no function has this name.</summary>
    public static CelFunction? Find(string name) => ByName.GetValueOrDefault(name);

    private static IEnumerable<CelFunction> Macros() =>
    [
        new CelMacro(
            "has", new("Returns true if the path exists. A null member exists.", "has({'a': null}.a)", "true"),
            CelMacroKind.Has, "has(path.member) → bool"),
        new CelMacro(
            "all", new("Returns true if the condition is true for every element or key.", "[1, 2].all(x, x > 0)", "true"),
            CelMacroKind.All, "list.all(x, bool) → bool", "map.all(key, bool) → bool"),
        new CelMacro(
            "exists", new("Returns true if the condition is true for any element or key.", "[1, 2].exists(x, x > 1)", "true"),
            CelMacroKind.Exists, "list.exists(x, bool) → bool", "map.exists(key, bool) → bool"),
        new CelMacro(
            "exists_one",
            new("Returns true if the condition is true for exactly one element or key.", "[1, 2].exists_one(x, x > 0)", "false"),
            CelMacroKind.ExistsOne, "list.exists_one(x, bool) → bool", "map.exists_one(key, bool) → bool"),
        new CelMacro(
            "existsOne", new("Another name for exists_one.", "[1, 2].existsOne(x, x > 1)", "true"),
            CelMacroKind.ExistsOne, "list.existsOne(x, bool) → bool", "map.existsOne(key, bool) → bool"),
        new CelMacro(
            "filter",
            new("Returns the elements or keys for which the condition is true.", "[1, 2, 3].filter(x, x > 1)", "[2,3]"),
            CelMacroKind.Filter, "list.filter(x, bool) → list", "map.filter(key, bool) → list"),
        new CelMacro(
            "map",
            new("Returns the expression's value for every element or key, or only for those that meet the condition.",
                "[1, 2, 3].map(x, x > 1, x * 10)", "[20,30]"),
            CelMacroKind.Map, "list.map(x, expression) → list", "list.map(x, bool, expression) → list"),
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
