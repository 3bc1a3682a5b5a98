using System.Text.Json;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>
/// The content of a secret: the client secret itself, or a JSON object with <c>client_secret</c> and an optional
/// <c>client_id</c>. Other keys are ignored. Content that was wrapped on its way into the secret, in quotation marks or in
/// another JSON string, is unwrapped; content that is neither is refused, so that it is never sent as a secret.
/// </summary>
internal static class SecretText
{
    // JSON in a string in a string: more than any tool does.
    private const int MaxWraps = 4;

    private const string Form = """store the client secret alone, or {"client_id": "…", "client_secret": "…"}""";

    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

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
        var content = Unwrap(text, arn);
        switch (content)
        {
            case "":
                throw Wrong(arn, $"it is empty: {Form}");
            case ['{', ..]:
                return Members(content, arn);
            case ['[', ..]:
                throw Wrong(arn, $"it is a JSON array: {Form}");
            case "null" or "true" or "false":
                throw Wrong(arn, $"it is the JSON value {content}: {Form}");
        }

        if (content.Contains("client_secret", StringComparison.OrdinalIgnoreCase)
            || content.Contains("client_id", StringComparison.OrdinalIgnoreCase))
        {
            throw Wrong(arn, $"it names client_id or client_secret, but is not a JSON object: {Form}");
        }

        return (null, Plain(content, arn));
    }

    private static (string? Id, string Secret) Members(string content, SecretArn arn)
    {
        using var json = ParseObject(content)
            ?? throw Wrong(
                arn, $"it starts like a JSON object but is not one: {Form}, with double quotes around names and values");
        if (Text(json, "client_secret", arn) is not { } secret)
        {
            throw Wrong(arn, $"it is JSON without a client_secret that is a string: {Form}");
        }
        if (secret is ['{' or '[', ..]) throw Wrong(arn, $"its client_secret is JSON again: {Form}");
        return (Text(json, "client_id", arn), Plain(secret, arn));
    }

    /// <summary>Takes off white space, a byte order mark, and quotation marks around the whole.</summary>
    private static string Unwrap(string text, SecretArn arn)
    {
        var content = Trim(text);
        for (var wraps = 0; content is ['"' or '\'', ..] or [.., '"' or '\'']; wraps++)
        {
            if (wraps == MaxWraps || Unquote(content) is not { } inner)
            {
                throw Wrong(arn, $"it begins or ends with a quotation mark that has no partner: {Form}");
            }

            content = Trim(inner);
        }

        return content;
    }

    private static string? Unquote(string content)
    {
        if (content.Length < 2 || content[0] != content[^1]) return null;
        var inner = content[1..^1];
        // Single quotes escape nothing, so those of a shell are as they are.
        if (content[0] == '\'') return inner.Contains('\'', StringComparison.Ordinal) ? null : inner;
        try
        {
            using var json = JsonDocument.Parse(content);
            return json.RootElement.GetString();
        }
        catch (JsonException)
        {
            // A line break inside, as an editor leaves it.
            return inner.Contains('"', StringComparison.Ordinal) || inner.Contains('\\', StringComparison.Ordinal) ? null : inner;
        }
    }

    private static string Plain(string secret, SecretArn arn) => secret.Any(static c => char.IsControl(c) || c == '\uFFFD')
        ? throw Wrong(arn, $"the client secret has line breaks, or bytes that are not text: {Form}")
        : secret;

    private static string? Text(JsonDocument json, string name, SecretArn arn) =>
        json.RootElement.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && Unwrap(value.GetString()!, arn) is { Length: > 0 } text ? text : null;

    private static JsonDocument? ParseObject(string text)
    {
        if (TryParse(text) is { } json) return json;
        // Quotes of Python or a shell, if nothing in the text could be meant otherwise.
        return text.AsSpan().IndexOfAny('"', '\\') < 0 ? TryParse(text.Replace('\'', '"')) : null;
    }

    private static JsonDocument? TryParse(string text)
    {
        try
        {
            // It begins with a brace, so it is an object.
            return JsonDocument.Parse(text, Lenient);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Trim(string text)
    {
        var trimmed = text.AsSpan();
        while (trimmed.Length > 0 && IsSpace(trimmed[0])) trimmed = trimmed[1..];
        while (trimmed.Length > 0 && IsSpace(trimmed[^1])) trimmed = trimmed[..^1];
        return trimmed.ToString();

        // NUL: the end of a string in C.
        static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is '\uFEFF' or '\0';
    }

    private static FunctionException Wrong(SecretArn arn, string why) =>
        new(FunctionErrorTypes.CredentialsInvalid, $"Cannot use the secret {arn}: {why}.");
}
