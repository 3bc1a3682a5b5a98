using System.Globalization;
using System.Text.Json;

namespace SqsIngestor.Zerobus.Internal.Authentication;

/// <summary>Reads what the token endpoint answers.</summary>
internal static class TokenAnswer
{
    /// <summary>The token, or null when there is none in the answer.</summary>
    public static AccessToken? Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        using var json = Parse(body);
        if (json is null || json.RootElement.ValueKind != JsonValueKind.Object
            || !json.RootElement.TryGetProperty("access_token", out var token)
            || token.ValueKind != JsonValueKind.String || token.GetString() is not { Length: > 0 } value)
            return null;

        var lifetime = Lifetime(json.RootElement);
        return new AccessToken(value, lifetime is null ? null : now + lifetime.Value, lifetime ?? TimeSpan.Zero);
    }

    /// <summary>The OAuth error code of a refusal, a word like <c>invalid_client</c>; nothing else of the body is repeated.</summary>
    public static string ErrorCode(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        return json is not null && json.RootElement.ValueKind == JsonValueKind.Object
            && json.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String
            && error.GetString() is { Length: > 0 and <= 40 } code && code.All(static c => char.IsAsciiLetterLower(c) || c == '_')
            ? code
            : "no error code";
    }

    private static TimeSpan? Lifetime(JsonElement answer)
    {
        if (!answer.TryGetProperty("expires_in", out var expires))
            return null;
        var text = expires.ValueKind == JsonValueKind.String ? expires.GetString() : expires.GetRawText();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
