using System.Text;
using System.Text.Json;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>Reads what GetSecretValue answers.</summary>
internal static class SecretsManagerAnswer
{
    /// <summary>The secret's text, from SecretString or SecretBinary; null when the answer holds neither.</summary>
    public static string? Secret(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        if (json is null) return null;
        if (Text(json, "SecretString") is { } text) return text;
        return json.RootElement.TryGetProperty("SecretBinary", out var binary) && binary.ValueKind == JsonValueKind.String && binary.TryGetBytesFromBase64(out var bytes)
            ? Encoding.UTF8.GetString(bytes)
            : null;
    }

    /// <summary>The code of an error, a word like <c>ResourceNotFoundException</c>, without the namespace it may have.</summary>
    public static string ErrorCode(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        var code = json is null ? null : Text(json, "__type");
        code = code?[(code.LastIndexOf('#') + 1)..];
        return code is { Length: > 0 and <= 64 } && code.All(char.IsAsciiLetter) ? code : "no error code";
    }

    /// <summary>Whether an error is about the key that encrypts the secret, not about the secret.</summary>
    public static bool NamesKms(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        return json is not null && (Text(json, "Message") ?? Text(json, "message")) is { } message && message.Contains("KMS", StringComparison.OrdinalIgnoreCase);
    }

    private static string? Text(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return json;
            json.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
