using System.Text.Json;

namespace SqsIngestor.Cli.Infer.Evidence;

/// <summary>Removes the envelopes of services, by the rules of <c>unwrap</c>, and counts them.</summary>
internal sealed class Envelopes
{
    public long Sns { get; private set; }

    public long EventBridge { get; private set; }

    /// <summary>Counts the envelopes of a body, and gives what is in them to a function.</summary>
    public T Open<T>(JsonElement body, Func<JsonElement, T> use)
    {
        if (!IsSns(body)) return use(Detail(body));
        Sns++;
        using var message = JsonDocument.Parse(
            body.GetProperty("Message").GetString()!.TrimStart('\uFEFF'), new JsonDocumentOptions { MaxDepth = 1_000 });
        return use(Detail(message.RootElement));
    }

    /// <summary>Whether it is a notification of SNS.</summary>
    public static bool IsSns(JsonElement body) =>
        Text(body, "Type") == "Notification" && Text(body, "TopicArn") is not null && Text(body, "Message") is not null;

    private JsonElement Detail(JsonElement body)
    {
        if (Text(body, "detail-type") is not null && Text(body, "source") is not null
            && body.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.Object)
        {
            EventBridge++;
            return detail;
        }

        return body;
    }

    private static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
