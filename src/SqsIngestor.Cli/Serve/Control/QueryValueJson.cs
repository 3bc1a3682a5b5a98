using System.Text.Json;
using System.Text.Json.Nodes;
using SqsIngestor.Emulator.Tables.Queries;

namespace SqsIngestor.Cli.Serve.Control;

/// <summary>
/// Values of a query as JSON: numbers, text, lists, and structs as objects; bytes as base64; times in RFC 3339; numbers that
/// JSON cannot express as text. A map is an object if its keys are text, otherwise a list of objects with key and value.
/// </summary>
internal static class QueryValueJson
{
    public static JsonElement Of(object? value) => JsonSerializer.SerializeToElement(Node(value), ControlJson.Options);

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        byte[] bytes => JsonValue.Create(Convert.ToBase64String(bytes)),
        float number when !float.IsFinite(number) => JsonValue.Create(ValueText.Of(value)),
        double number when !double.IsFinite(number) => JsonValue.Create(ValueText.Of(value)),
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            JsonSerializer.SerializeToNode(value, value.GetType()),
        object?[] items => new JsonArray([.. items.Select(Node)]),
        OrderedDictionary<string, object?> structure =>
            Structure(structure.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))),
        OrderedDictionary<object, object?> map when map.Keys.All(key => key is string) =>
            Structure(map.Select(pair => KeyValuePair.Create((string)pair.Key, pair.Value))),
        OrderedDictionary<object, object?> map =>
            new JsonArray(
                [.. map.Select(pair => (JsonNode?)new JsonObject { ["key"] = Node(pair.Key), ["value"] = Node(pair.Value) })]),
        _ => JsonValue.Create(ValueText.Of(value)),
    };

    private static JsonObject Structure(IEnumerable<KeyValuePair<string, object?>> members) =>
        new(members.Select(member => KeyValuePair.Create(member.Key, Node(member.Value))));
}
