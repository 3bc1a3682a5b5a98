using System.Text.Json;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>
/// What a secret says: the client secret itself, or a JSON object with <c>client_id</c> and <c>client_secret</c>, in which
/// other keys are not looked at.
/// </summary>
internal static class SecretText
{
    /// <param name="text">The secret.</param>
    /// <param name="clientId">DATABRICKS_CLIENT_ID; null when not set.</param>
    /// <param name="arn">For errors.</param>
    /// <exception cref="FunctionException">It does not give id and secret; the message has nothing of its text.</exception>
    public static ClientCredentials Read(string text, string? clientId, SecretArn arn)
    {
        var (id, secret) = Parts(text, arn);
        if (id is not null && clientId is not null && id != clientId) throw Wrong(arn, "its client_id is not that of DATABRICKS_CLIENT_ID: remove one of the two");
        if ((id ?? clientId) is not { } either) throw Wrong(arn, "it has no client_id: set DATABRICKS_CLIENT_ID, or store {\"client_id\": …, \"client_secret\": …}");
        return new(either, secret);
    }

    private static (string? Id, string Secret) Parts(string text, SecretArn arn)
    {
        using var json = Parse(text);
        if (json is null || json.RootElement.ValueKind != JsonValueKind.Object)
            return text.Trim() is { Length: > 0 } plain ? (null, plain) : throw Wrong(arn, "it is empty");
        if (Text(json, "client_secret") is not { } secret) throw Wrong(arn, "it is JSON without a client_secret that is a text");
        return (Text(json, "client_id"), secret);
    }

    private static string? Text(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text ? text : null;

    private static JsonDocument? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static FunctionException Wrong(SecretArn arn, string why) =>
        new(FunctionErrorTypes.CredentialsInvalid, $"The secret {arn} is not usable: {why}.");
}
