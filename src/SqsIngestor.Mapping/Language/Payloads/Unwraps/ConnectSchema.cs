using System.Globalization;
using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Language.Payloads.Unwraps;

/// <summary>Reads schemas in the form that the JsonConverter of Kafka Connect writes beside values.</summary>
internal static class ConnectSchema
{
    // The scales of databases are smaller.
    private const int MostScale = 10_000;

    // What a token takes, as read by the library and as what becomes of it here.
    private const int OfToken = 96;

    // No database has more columns. Names can be made so that finding one among them takes long.
    private const int MostFields = 4096;

    /// <summary>False if the text is not a schema.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, int maxDepth, WorkMemory memory, out ConnectType type)
    {
        type = ConnectType.Plain;
        try
        {
            SchemaMemory.Take(text, maxDepth, OfToken, memory);
            using var schema = JsonDocument.Parse(text.ToArray(), new JsonDocumentOptions { MaxDepth = maxDepth });
            type = Read(schema.RootElement);
            return true;
        }
        // The library throws these for what is not JSON, for another kind of value, for half a surrogate pair, and for numbers.
        catch (Exception e) when (
            e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            return false;
        }
    }

    private static ConnectType Read(JsonElement schema)
    {
        if (schema.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String)
        {
            switch (ConnectNames.Find(name.GetString()!))
            {
                case { Kind: ConnectKind.FixedScaleDecimal }:
                    return ReadDecimal(schema);
                case { Kind: ConnectKind.TimestampText }:
                    return ConnectType.Plain;
                case { } known:
                    return new(known.Kind) { Digits = known.Digits };
                default:
                    break;
            }
        }
        return schema.GetProperty("type").GetString() switch
        {
            "struct" => ReadStruct(schema.GetProperty("fields")),
            "array" => Of(ConnectKind.Array, Read(schema.GetProperty("items"))),
            "map" => Of(ConnectKind.Map, Read(schema.GetProperty("values"))),
            _ => ConnectType.Plain,
        };
    }

    private static ConnectType Of(ConnectKind kind, ConnectType items) =>
        items.Kind == ConnectKind.Plain ? ConnectType.Plain : new(kind) { Items = items };

    private static ConnectType ReadStruct(JsonElement fields)
    {
        var members = new Dictionary<string, ConnectType>(StringComparer.Ordinal);
        foreach (var field in fields.EnumerateArray())
        {
            var type = Read(field);
            var name = field.GetProperty("field").GetString() ?? throw new FormatException("A field has no name.");
            if (type.Kind != ConnectKind.Plain) members[name] = type;
        }
        if (members.Count > MostFields) throw new FormatException("There are too many fields.");
        return members.Count == 0
            ? ConnectType.Plain
            : new(ConnectKind.Struct)
            {
                Fields = new([.. members.Select(m => KeyValuePair.Create(Encoding.UTF8.GetBytes(m.Key), m.Value))]),
            };
    }

    private static ConnectType ReadDecimal(JsonElement schema)
    {
        var text = schema.GetProperty("parameters").GetProperty("scale").GetString();
        var scale = int.Parse(text ?? "", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (Math.Abs((long)scale) > MostScale) throw new FormatException("The scale is too large.");
        return new(ConnectKind.FixedScaleDecimal) { Digits = scale };
    }
}
