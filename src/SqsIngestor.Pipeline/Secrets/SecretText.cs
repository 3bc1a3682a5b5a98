using System.Text.Json;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>
/// The content of a secret: the client secret itself, or a JSON object with <c>client_secret</c> and an optional
/// <c>client_id</c>. Other keys are ignored.
/// </summary>
internal static class SecretText
{
    /// <summary>Reads id and secret.</summary>
    /// <param name="text">The content.</param>
    /// <param name="clientId">DATABRICKS_CLIENT_ID; null if not set.</param>
    /// <param name="arn">Names the secret in errors.</param>
    /// <exception cref="FunctionException">Id or secret is missing. The message contains nothing of the content.</exception>
    public static ClientCredentials Read(string text, string? clientId, SecretArn arn)
    {
        var (id, secret) = Parts(text, arn);
        if (id is not null && clientId is not null && id != clientId)
            throw Wrong(arn, "its client_id differs from DATABRICKS_CLIENT_ID: remove one of the two");
        if ((id ?? clientId) is not { } either)
        {
            throw Wrong(
                arn, "it has no client_id: set DATABRICKS_CLIENT_ID, or store {\"client_id\": …, \"client_secret\": …}");
        }
        return new(either, secret);
    }

    private static (string? Id, string Secret) Parts(string text, SecretArn arn)
    {
        using var json = Parse(text);
        if (json is null || json.RootElement.ValueKind != JsonValueKind.Object)
            return text.Trim() is { Length: > 0 } plain ? (null, plain) : throw Wrong(arn, "it is empty");
        if (Text(json, "client_secret") is not { } secret)
        {
            throw Wrong(arn, "it is JSON without a client_secret that is a string");
        }
        return (Text(json, "client_id"), secret);
    }

    private static string? Text(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString()!.Trim() is { Length: > 0 } text ? text : null;

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
        new(FunctionErrorTypes.CredentialsInvalid, $"Cannot use the secret {arn}: {why}.");
}
