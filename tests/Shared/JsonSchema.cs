using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SqsIngestor.Tests.Shared;

/// <summary>As much of JSON Schema 2020-12 as the schema of mappings uses; a keyword that is not known fails the test.</summary>
internal sealed class JsonSchema(JsonElement root)
{
    // `if` also reads the two keywords beside it.
    private static readonly string[] Others = ["$schema", "$defs", "title", "description", "default", "then", "else"];

    private static readonly ConcurrentDictionary<string, Regex> Patterns = new();

    /// <summary>The places that do not fit, as JSON pointers with the keyword.</summary>
    public IReadOnlyList<string> Validate(JsonElement value) => [.. Check(root, value, "")];

    private IEnumerable<string> Check(JsonElement schema, JsonElement value, string place) => schema.ValueKind switch
    {
        JsonValueKind.True => [],
        JsonValueKind.False => [$"{place}: unknown"],
        _ => schema.EnumerateObject()
            .Where(k => !Others.Contains(k.Name))
            .SelectMany(k => Check(schema, k.Name, k.Value, value, place)),
    };

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
                .SelectMany(m => Check(rule, m.Value, $"{place}/{m.Name}")) : [],
            "dependentSchemas" => isObject
                ? rule.EnumerateObject().Where(m => value.TryGetProperty(m.Name, out _))
                    .SelectMany(m => Check(m.Value, value, place))
                : [],
            "propertyNames" => isObject
                ? value.EnumerateObject().SelectMany(
                    m => Check(rule, JsonSerializer.SerializeToElement(m.Name), $"{place}/{m.Name}"))
                : [],
            "if" => schema.TryGetProperty(Check(rule, value, place).Any() ? "else" : "then", out var branch)
                ? Check(branch, value, place)
                : [],
            "allOf" => rule.EnumerateArray().SelectMany(part => Check(part, value, place)),
            "contains" => value.ValueKind != JsonValueKind.Array
                || value.EnumerateArray().Any(item => !Check(rule, item, place).Any())
                    ? []
                    : [$"{place}: contains"],
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
        "pattern" =>
            value.ValueKind != JsonValueKind.String
                || Patterns.GetOrAdd(rule.GetString()!, static text => new Regex(text)).IsMatch(value.GetString()!),
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
