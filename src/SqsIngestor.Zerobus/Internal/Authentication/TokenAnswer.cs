using System.Globalization;
using System.Text.Json;
using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Internal.Authentication;

/// <summary>Reads the token endpoint's answer to a successful request.</summary>
internal static class TokenAnswer
{
    /// <summary>The token; null if the answer has none.</summary>
    public static AccessToken? Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        using var json = JsonErrorBody.TryParseObject(body);
        if (json is null || !json.RootElement.TryGetProperty("access_token", out var token)
            || token.ValueKind != JsonValueKind.String || token.GetString() is not { Length: > 0 } value)
        {
            return null;
        }

        var lifetime = Lifetime(json.RootElement);
        return new AccessToken(value, lifetime is null ? null : now + lifetime.Value, lifetime ?? TimeSpan.Zero);
    }

    private static TimeSpan? Lifetime(JsonElement answer)
    {
        if (!answer.TryGetProperty("expires_in", out var expires))
            return null;
        var text = expires.ValueKind == JsonValueKind.String ? expires.GetString() : expires.GetRawText();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
