namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>
/// The functions of CEL that are outside the subset, and what to use instead: the only list of them. The binder and the reference
/// page read it, and a test calls each.
/// </summary>
internal static class CelForeignNames
{
    /// <summary>The extensions of CEL, in the order of the reference page.</summary>
    public static IReadOnlyList<CelForeignName> All { get; } =
    [
        // strings
        Row("strings", "charAt", "the transform substring(position, 1)"),
        Row("strings", "indexOf", "contains() or matches() to test, the transform regex_extract to cut"),
        Row("strings", "lastIndexOf", "contains() or matches() to test, the transform regex_extract to cut"),
        Row("strings", "join", "the transform join(separator)"),
        Row("strings", "lowerAscii", "the transform lower"),
        Row("strings", "upperAscii", "the transform upper"),
        Row("strings", "replace", "the transform replace(old, new)"),
        Row("strings", "split", "the transform split(separator)"),
        Row("strings", "substring", "the transform substring(start, count)"),
        Row("strings", "trim", "the transform trim"),
        Row("strings", "format", "+ and string(), or a column with concat"),
        Row("strings", "reverse", null),
        Row("strings", "strings.quote", "the transform to_json"),

        // math
        Row("math", "math.greatest", "a comparison: a > b ? a : b"),
        Row("math", "math.least", "a comparison: a < b ? a : b"),
        Row("math", "math.abs", "a comparison: x < 0 ? -x : x"),
        Row("math", "math.sign", "comparisons with 0"),
        Row("math", "math.ceil", null),
        Row("math", "math.floor", null),
        Row("math", "math.round", "round of as: decimal(p,s)"),
        Row("math", "math.trunc", "int(), which drops the fraction"),
        Row("math", "math.sqrt", null),
        Row("math", "math.isNaN", "x != x"),
        Row("math", "math.isInf", "a comparison with double('Infinity')"),
        Row("math", "math.isFinite", "comparisons with double('Infinity') and double('-Infinity')"),
        Row("math", "math.bitAnd", null),
        Row("math", "math.bitOr", null),
        Row("math", "math.bitXor", null),
        Row("math", "math.bitNot", null),
        Row("math", "math.bitShiftLeft", "* with a power of 2"),
        Row("math", "math.bitShiftRight", "/ with a power of 2"),

        // encoders
        Row("encoders", "base64.decode", "the transform base64_decode"),
        Row("encoders", "base64.encode", "the transform base64_encode"),

        // lists
        Row("lists", "slice", "an index such as list[0], or the transforms first and last"),
        Row("lists", "flatten", null),
        Row("lists", "distinct", "the transform distinct"),
        Row("lists", "sort", "the transform sort"),
        Row("lists", "sortBy", "the transform sort", isMacro: true),
        Row("lists", "lists.range", null),
        Row("lists", "first", "list[0], or the transform first"),
        Row("lists", "last", "list[size(list) - 1], or the transform last"),

        // sets
        Row("sets", "sets.contains", "b.all(x, x in a)"),
        Row("sets", "sets.equivalent", "a.all(x, x in b) && b.all(x, x in a)"),
        Row("sets", "sets.intersects", "a.exists(x, x in b)"),

        // regex
        Row("regex", "regex.extract", "the transform regex_extract"),
        Row("regex", "regex.extractAll", null),
        Row("regex", "regex.replace", "the transform replace(old, new), for fixed text"),

        // bindings
        Row("bindings", "cel.bind", "the expression itself at each place, or a column for each part", isMacro: true),
        Row("bindings", "cel.block", "the expression itself at each place", isMacro: true),

        // optional types
        Row("optional types", "optional.of", "has() and ?:"),
        Row("optional types", "optional.ofNonZeroValue", "a comparison and ?:"),
        Row("optional types", "optional.none", "null"),
        Row("optional types", "hasValue", "has(path)"),
        Row("optional types", "value", "the path itself, after has()"),
        Row("optional types", "or", "?: with has(), or a from list: from: [$.body.a, $.body.b]"),
        Row("optional types", "orValue", "?: with has(), or the column option default"),
        Row("optional types", "optMap", "has(path) ? … : null", isMacro: true),
        Row("optional types", "optFlatMap", "has(path) ? … : null", isMacro: true),

        // two-variable comprehensions
        Row("two-variable comprehensions", "transformList", "map(x, …), or each of a column", isMacro: true),
        Row("two-variable comprehensions", "transformMap", "entries of a column", isMacro: true),
        Row("two-variable comprehensions", "transformMapEntry", "entries of a column", isMacro: true),

        // protos
        Row("protos", "proto.getExt", null, isMacro: true),
        Row("protos", "proto.hasExt", null, isMacro: true),

        // network
        Row("network", "ip", "matches() with a pattern"),
        Row("network", "isIP", "matches() with a pattern"),
        Row("network", "ip.isCanonical", null),
        Row("network", "cidr", "matches() with a pattern"),
        Row("network", "isCIDR", "matches() with a pattern"),
        Row("network", "family", null),
        Row("network", "containsIP", "startsWith() with the prefix"),
        Row("network", "containsCIDR", "startsWith() with the prefix"),

        // Kubernetes
        Row("Kubernetes", "url", "the transform regex_extract"),
        Row("Kubernetes", "isURL", "matches() with a pattern"),
        Row("Kubernetes", "quantity", "int() or double()"),
        Row("Kubernetes", "isQuantity", "matches() with a pattern"),
        Row("Kubernetes", "semver", "matches() with a pattern"),
        Row("Kubernetes", "isSemver", "matches() with a pattern"),
        Row("Kubernetes", "find", "the transform regex_extract"),
        Row("Kubernetes", "findAll", null),
        Row("Kubernetes", "isSorted", null),
        Row("Kubernetes", "sum", null),
        Row("Kubernetes", "min", "a comparison: a < b ? a : b"),
        Row("Kubernetes", "max", "a comparison: a > b ? a : b"),
    ];

    private static readonly Dictionary<string, CelForeignName> ByName =
        All.ToDictionary(row => row.Name, StringComparer.Ordinal);

    private static readonly HashSet<string> Prefixes =
        [.. All.Where(row => row.Name.Contains('.', StringComparison.Ordinal)).Select(row => row.Name.Split('.')[0])];

    /// <summary>Null if CEL has no function of this name outside the subset, as far as is known.</summary>
    /// <param name="name">The name, with the prefix of its library if it has one.</param>
    public static CelForeignName? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Whether a name is the prefix of a library: <c>math</c>.</summary>
    public static bool IsPrefix(string name) => Prefixes.Contains(name);

    private static CelForeignName Row(string library, string name, string? instead, bool isMacro = false) =>
        new(library, name, instead, isMacro);
}

/// <summary>A function of CEL outside the subset.</summary>
/// <param name="Library">The extension of CEL that has it.</param>
/// <param name="Name">Its name, with the prefix of the library if it is called with one.</param>
/// <param name="Instead">What does the same; null if nothing does.</param>
/// <param name="IsMacro">Its arguments hold variables of its own.</param>
internal sealed record CelForeignName(string Library, string Name, string? Instead, bool IsMacro);
