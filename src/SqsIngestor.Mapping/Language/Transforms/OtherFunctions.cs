namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>
/// What to write instead of a function that expressions do not have: the expression of that meaning, or the transform. By the
/// names that SQL and other languages give these functions.
/// </summary>
internal static class OtherFunctions
{
    // Expressions have these themselves, so the text of an expression is nearer than a transform.
    private static readonly Dictionary<string, string> Own = Of(
        ("text.upperAscii(), or for all letters the transform upper", "upper toUpper toUpperCase uppercase ucase"),
        ("text.lowerAscii(), or for all letters the transform lower", "lower toLower toLowerCase lowercase lcase"),
        ("text.trim()", "strip btrim trimSpace"),
        ("text.substring(start, end)", "substr left mid"),
        ("text.replace('old', 'new')", "replaceAll"),
        ("base64.decode(text), or the transform base64_decode", "base64_decode unbase64 fromBase64 b64decode atob"),
        ("base64.encode(bytes(text)), or the transform base64_encode", "base64_encode base64 toBase64 b64encode btoa"),
        ("text.split(',')", "explode"),
        ("list.join(',')", "concatWs arrayJoin implode"));

    private static readonly Dictionary<string, string> Transforms = Of(
        ("regex_extract", "regexpExtract regexpSubstr regexExtract"),
        ("url_decode", "urlDecode decodeUri decodeUriComponent"),
        ("nfc", "normalize"),
        ("hex_decode", "unhex fromHex"),
        ("hex_encode", "hex toHex"),
        ("md5", "md5Hex"),
        ("sha256", "sha2 sha"),
        ("parse_json", "fromJson jsonParse jsonDecode tryParseJson"),
        ("to_json", "toJson jsonEncode jsonStringify"),
        ("distinct", "arrayDistinct unique"),
        ("sort", "arraySort sortArray"),
        ("keys", "mapKeys"),
        ("values", "mapValues"));

    private static readonly Dictionary<string, string> Expressions = Of(
        ("size(value)", "len length strlen charLength count cardinality"),
        ("has(body.a) ? body.a : body.b, or a column with from: [$.body.a, $.body.b]", "coalesce nvl ifNull isNull firstNonNull"),
        ("condition ? a : b", "if iif iff case when decode ternary"),
        ("meta.ingestTime", "now currentTimestamp currentTime getDate sysdate today currentDate"),
        ("+, or a column with concat", "concat append"),
        ("string(value)", "str toString toStr cast convert"),
        ("int(value)", "toInteger parseInt toLong toNumber bigint"),
        ("double(value)", "float toDouble toFloat parseFloat parseDouble"),
        ("bool(value)", "toBoolean boolean parseBool"),
        ("timestamp(value)", "toTimestamp toDate date parseTime fromUnixtime"),
        ("text.contains('part')", "includes instr strpos position"),
        ("text.matches('pattern')", "rlike like regexpLike regexMatch match test"));

    /// <summary>What to write; null if nothing is known.</summary>
    /// <param name="function">The name, in any case, with or without underscores.</param>
    public static string? Hint(string function)
    {
        var name = Plain(function);
        if (Own.TryGetValue(name, out var own)) return $"use {own}";
        var transform = TransformCatalog.All.Select(row => row.Name).FirstOrDefault(word => Plain(word) == name)
            ?? Transforms.GetValueOrDefault(name);
        if (transform is not null) return $"use the transform {transform}: {{ from: $.body.member, transform: {transform} }}";
        return Expressions.TryGetValue(name, out var instead) ? $"use {instead}" : null;
    }

    private static Dictionary<string, string> Of(params (string Instead, string Names)[] rows) =>
        rows.SelectMany(row => row.Names.Split(' ').Select(name => (Name: Plain(name), row.Instead)))
            .ToDictionary(pair => pair.Name, pair => pair.Instead);

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
