using System.Text.Json;
using System.Text.RegularExpressions;

namespace SqsIngestor.Cli.Tests.Schema;

/// <summary>As much of JSON Schema 2020-12 as the schema of mappings uses; a keyword that is not known fails the test.</summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly string[] Annotations = ["$schema", "$defs", "title", "description", "default"];

    /// <summary>The places that do not fit, as JSON pointers with the keyword.</summary>
    public IReadOnlyList<string> Validate(JsonElement value) => [.. Check(root, value, "")];

    private IEnumerable<string> Check(JsonElement schema, JsonElement value, string place) =>
        schema.EnumerateObject()
            .Where(k => !Annotations.Contains(k.Name))
            .SelectMany(k => Check(schema, k.Name, k.Value, value, place));

    private IEnumerable<string> Check(JsonElement schema, string keyword, JsonElement rule, JsonElement value, string place)
    {
        var isObject = value.ValueKind == JsonValueKind.Object;
        return keyword switch
        {
            "$ref" => Check(Resolve(rule.GetString()!), value, place),
            "properties" =>
                isObject
                    ? value.EnumerateObject()
                    .Where(m => rule.TryGetProperty(m.Name, out _))
                    .SelectMany(m => Check(rule.GetProperty(m.Name), m.Value, $"{place}/{m.Name}"))
                    : [],
            "additionalProperties" =>
                isObject ? value.EnumerateObject()
                .Where(m => !schema.TryGetProperty("properties", out var known) || !known.TryGetProperty(m.Name, out _))
                .SelectMany(
                    m =>
                    rule.ValueKind == JsonValueKind.False
                        ? [$"{place}/{m.Name}: unknown"]
                        : Check(rule, m.Value, $"{place}/{m.Name}")) : [],
            "items" =>
                value.ValueKind == JsonValueKind.Array
                    ? value.EnumerateArray().SelectMany((item, i) => Check(rule, item, $"{place}/{i}"))
                    : [],
            "anyOf" => rule.EnumerateArray().Any(option => !Check(option, value, place).Any()) ? [] : [$"{place}: anyOf"],
            "oneOf" => rule.EnumerateArray().Count(option => !Check(option, value, place).Any()) == 1 ? [] : [$"{place}: oneOf"],
            _ => Holds(keyword, rule, value) ? [] : [$"{place}: {keyword}"],
        };
    }

    private static bool Holds(string keyword, JsonElement rule, JsonElement value) => keyword switch
    {
        "type" =>
            rule.ValueKind == JsonValueKind.Array
                ? rule.EnumerateArray().Any(t => IsType(t.GetString()!, value))
                : IsType(rule.GetString()!, value),
        "const" => JsonElement.DeepEquals(rule, value),
        "enum" => rule.EnumerateArray().Any(option => JsonElement.DeepEquals(option, value)),
        "required" =>
            value.ValueKind != JsonValueKind.Object
                || rule.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!),
        "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.GetInt32(),
        "minProperties" => value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() >= rule.GetInt32(),
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= rule.GetDecimal(),
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() <= rule.GetDecimal(),
        _ => throw new NotSupportedException(keyword),
    };

    private static bool IsType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind == JsonValueKind.Null,
    };

    private JsonElement Resolve(string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate(root, (at, name) => at.GetProperty(name));
}
