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
        Row("bindings", "cel.block", "cel.bind(x, value, expression)", isMacro: true),

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
        Row("Kubernetes", "min", "math.least(list)"),
        Row("Kubernetes", "max", "math.greatest(list)"),
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
