using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Mapping.Language.Payloads.Unwraps;

namespace SqsIngestor.Cli.Infer.Samples;

/// <summary>
/// Reads the schema beside a change event of Debezium, in the form that the JsonConverter of Kafka Connect writes, as the types
/// that the values have after the unwrap.
/// </summary>
internal sealed class ConnectDeclarations
{
    /// <summary>The word of the unwrap that reads such events.</summary>
    public const string Unwrap = "debezium";

    // A topic has few versions of a schema.
    private const int MostKnown = 64;

    private readonly HashSet<string> _known = [];

    /// <summary>The type of the event in a message; null if it has no schema, or one that was read before.</summary>
    /// <param name="message">A JSON document.</param>
    public DeclaredType? Read(string message)
    {
        using var json = SampleJson.Parse(message);
        if (json.RootElement.ValueKind != JsonValueKind.Object
            || !json.RootElement.TryGetProperty("payload", out _)
            || !json.RootElement.TryGetProperty("schema", out var schema)
            || schema.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var text = schema.GetRawText();
        if (_known.Contains(text)) return null;
        if (_known.Count < MostKnown) _known.Add(text);
        return Type(schema);
    }

    private static DeclaredType Type(JsonElement schema) => ConnectNames.Find(Text(schema, "name") ?? "") is { } known
        ? Named(known.Kind, schema)
        : Text(schema, "type") switch
        {
            "struct" => Struct(schema),
            "array" when schema.TryGetProperty("items", out var items) => new() { Items = Of(items) },
            // Other maps are arrays of pairs.
            "map" when schema.TryGetProperty("keys", out var keys) && Text(keys, "type") == "string"
                && schema.TryGetProperty("values", out var values) => new() { Entries = Of(values) },
            "boolean" => Exactly(DeltaKind.Boolean),
            "float" or "double" => Exactly(DeltaKind.Double),
            "int8" or "int16" or "int32" or "int64" => Plain(DeltaKind.BigInt),
            // Bytes are base64.
            "string" or "bytes" => Plain(DeltaKind.String),
            _ => DeclaredType.Unknown,
        };

    /// <summary>The type of what the unwrap makes of a value.</summary>
    private static DeclaredType Named(ConnectKind kind, JsonElement schema) => kind switch
    {
        ConnectKind.FixedScaleDecimal => Decimal(schema),
        // Its digits are in the values alone.
        ConnectKind.VariableScaleDecimal => DeclaredType.Unknown,
        ConnectKind.Date => Exactly(DeltaKind.Date),
        ConnectKind.Timestamp or ConnectKind.TimestampText => Exactly(DeltaKind.Timestamp),
        ConnectKind.Time => Plain(DeltaKind.String),
        _ => throw new UnreachableException(),
    };

    private static DeclaredType Decimal(JsonElement schema)
    {
        if (!schema.TryGetProperty("parameters", out var parameters) || Number(parameters, "scale") is not { } scale)
            return DeclaredType.Unknown;
        var precision = Number(parameters, "connect.decimal.precision") ?? DecimalType.MaxPrecision;
        // A negative scale rounds to tens, which a column cannot say.
        var digits = scale < 0 ? precision - scale : precision;
        return digits is < 1 or > DecimalType.MaxPrecision || scale > digits
            ? DeclaredType.Unknown
            : new() { Scalar = new DecimalType(digits, Math.Max(0, scale)), IsExact = true };
    }

    private static DeclaredType Struct(JsonElement schema)
    {
        if (!schema.TryGetProperty("fields", out var fields) || fields.ValueKind != JsonValueKind.Array)
            return DeclaredType.Unknown;
        var members = new List<(string, DeclaredType)>();
        foreach (var field in fields.EnumerateArray())
        {
            if (Text(field, "field") is { } name) members.Add((name, Type(field)));
        }

        return new() { Fields = members };
    }

    private static DeclaredType Of(JsonElement schema) => schema.ValueKind == JsonValueKind.Object
        ? Type(schema) with
        {
            IsOptional = schema.TryGetProperty("optional", out var optional) && optional.ValueKind == JsonValueKind.True,
        }
        : DeclaredType.Unknown;

    private static DeclaredType Exactly(DeltaKind kind) => Plain(kind) with { IsExact = true };

    private static DeclaredType Plain(DeltaKind kind) => new() { Scalar = new ScalarType(kind) };

    private static string? Text(JsonElement schema, string member) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(member, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static int? Number(JsonElement parameters, string member) =>
        int.TryParse(Text(parameters, member), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
