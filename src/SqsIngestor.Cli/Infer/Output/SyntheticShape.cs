using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SqsIngestor.Cli.Infer.Columns;
using SqsIngestor.Cli.Infer.Samples;

namespace SqsIngestor.Cli.Infer.Output;

/// <summary>
/// Puts an invented document into the shape that the samples have: the inverse of the unwraps of the mapping language. A record
/// can stand alone, so a shape of records needs nothing around it.
/// </summary>
internal static class SyntheticShape
{
    private const string Id = "11111111-2222-3333-4444-555555555555";
    private const string Time = "2026-03-01T12:00:00Z";

    /// <summary>The body of a message whose document this is, with the envelopes that each message has.</summary>
    /// <param name="table">The table, with how the body is read.</param>
    /// <param name="document">JSON, or text.</param>
    public static string Wrap(InferredTable table, string document)
    {
        var payload = table.Payload;
        var body = payload.Documents is { } shape ? OfDocument(shape.Word, payload.Last, document) : document;
        foreach (var (word, _) in payload.Envelopes.Where(each => each.IsAlways).Reverse())
        {
            var inner = body;
            body = WithTypes(SyntheticBody.Document(json => WriteEnvelope(json, word, inner)), word, table);
        }

        return body;
    }

    /// <summary>The envelope with invented values in members that it lacks, or that have other types than usual.</summary>
    private static string WithTypes(string envelope, string word, InferredTable table)
    {
        var usual = EnvelopeMember.Of(word, []).ToDictionary(member => member.Name, member => member.Type);
        foreach (var column in table.Columns.Where(column => column.Path == EnvelopeMember.PathOf(word)))
        {
            var (member, type) = (column.Field.Member, column.Field.Type);
            if (usual.TryGetValue(member, out var known) && type.Delta.Equals(known) && type.Formats.Count == 0) continue;
            var json = JsonNode.Parse(envelope)!.AsObject();
            json[member] = JsonNode.Parse(SyntheticBody.Value(type));
            envelope = json.ToJsonString();
        }

        return envelope;
    }

    private static string OfDocument(string word, string last, string document)
    {
        var json = JsonNode.Parse(document)!.AsObject();
        switch (word)
        {
            case "cloudwatch_logs":
                json = new JsonObject { ["logEvents"] = new JsonArray(json) };
                break;
            case "dynamodb":
                var change = json["dynamodb"]!.AsObject();
                foreach (var name in (ReadOnlySpan<string>)["Keys", "NewImage", "OldImage"])
                {
                    if (change[name] is JsonObject item) change[name] = Attributes(item);
                }

                break;
            case "kinesis":
                var member = json.ContainsKey("data") ? "data" : "Data";
                json[member] = Data(json[member]!, last);
                break;
            case "s3" or "debezium":
                break;
            default:
                throw new UnreachableException(word);
        }

        return last.StartsWith("base64", StringComparison.Ordinal) ? Base64(json.ToJsonString()) : json.ToJsonString();
    }

    private static string Data(JsonNode data, string last) =>
        last.Contains("data: base64", StringComparison.Ordinal) ? data.GetValue<string>()
        : Base64(last.Contains("data: text", StringComparison.Ordinal) ? data.GetValue<string>() : data.ToJsonString());

    private static JsonObject Attributes(JsonObject item) =>
        new(item.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Attribute(member.Value))));

    /// <summary>A value with its type, as DynamoDB writes it.</summary>
    private static JsonObject Attribute(JsonNode? value) => value switch
    {
        null => new JsonObject { ["NULL"] = true },
        JsonObject map => new JsonObject { ["M"] = Attributes(map) },
        JsonArray list => new JsonObject { ["L"] = new JsonArray([.. list.Select(Attribute)]) },
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => new JsonObject { ["S"] = value.GetValue<string>() },
            JsonValueKind.Number => new JsonObject { ["N"] = value.ToJsonString() },
            _ => new JsonObject { ["BOOL"] = value.GetValue<bool>() },
        },
    };

    private static void WriteEnvelope(Utf8JsonWriter json, string word, string inner)
    {
        json.WriteStartObject();
        switch (word)
        {
            case "sns":
                json.WriteString("Type", "Notification");
                json.WriteString("MessageId", Id);
                json.WriteString("TopicArn", "arn:aws:sns:us-east-1:123456789012:topic");
                json.WriteString("Message", inner);
                json.WriteString("Timestamp", "2026-03-01T12:00:00.000Z");
                break;
            case "eventbridge":
                json.WriteString("id", Id);
                json.WriteString("detail-type", "Text");
                json.WriteString("source", "text");
                json.WriteString("time", Time);
                json.WritePropertyName("detail");
                json.WriteRawValue(inner);
                break;
            case "cloudevents":
                json.WriteString("specversion", "1.0");
                json.WriteString("id", Id);
                json.WriteString("source", "/text");
                json.WriteString("type", "text");
                json.WriteString("subject", "text");
                json.WriteString("time", Time);
                json.WriteString("datacontenttype", "application/json");
                json.WritePropertyName("data");
                json.WriteRawValue(inner);
                break;
            default:
                throw new UnreachableException(word);
        }

        json.WriteEndObject();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
