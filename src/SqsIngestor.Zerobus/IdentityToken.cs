using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SqsIngestor.Zerobus;

/// <summary>
/// An identity token: a JWT (RFC 7519). Its claims are read to explain refusals and to bound caches, and they are not verified:
/// Databricks does that. Not a record, because a record would print the token. Immutable.
/// </summary>
public sealed class IdentityToken
{
    // Long enough for a URL or an ARN. A claim is text of somebody else, and ends up in messages.
    private const int MaxClaim = 200;

    // 9999-12-31T23:59:59Z.
    private const long MaxUnixSeconds = 253_402_300_799;

    private IdentityToken(string value) => Value = value;

    /// <summary>The JWT. Whoever has it can act as the workload until it expires.</summary>
    public string Value { get; }

    /// <summary>The algorithm of the signature (<c>alg</c>), e.g. <c>RS256</c>; empty if the JWT has none.</summary>
    public string Algorithm { get; private init; } = "";

    /// <summary>Who issued it (<c>iss</c>); empty if the JWT has none.</summary>
    public string Issuer { get; private init; } = "";

    /// <summary>The workload (<c>sub</c>); empty if the JWT has none.</summary>
    public string Subject { get; private init; } = "";

    /// <summary>Whom it is for (<c>aud</c>); empty if the JWT has none.</summary>
    public IReadOnlyList<string> Audiences { get; private init; } = [];

    /// <summary>When it expires (<c>exp</c>); null if the JWT does not say.</summary>
    public DateTimeOffset? Expires { get; private init; }

    /// <summary>Reads a JWT. White space around it is removed.</summary>
    /// <param name="text">The JWT: three parts of base64url with dots between.</param>
    /// <param name="origin">Where it is from, for the message of the exception, e.g. <c>the file /run/token</c>.</param>
    /// <exception cref="ZerobusException"><see cref="ZerobusErrorCode.IdentityTokenInvalid"/>: it is not a JWT. The message
    /// contains nothing of the text.</exception>
    public static IdentityToken Parse(string text, string origin)
    {
        ArgumentNullException.ThrowIfNull(text);
        var value = text.Trim();
        if (value.Length == 0) throw Invalid(origin, "is empty");
        if (value.Split('.') is not [var header, var claims, { Length: > 0 }])
            throw Invalid(origin, "is not a JWT: it does not consist of three parts with dots between");
        using var head = Read(header) ?? throw Invalid(origin, "is not a JWT: its first part is not a JSON object in base64url");
        using var body = Read(claims) ?? throw Invalid(origin, "is not a JWT: its second part is not a JSON object in base64url");
        return new IdentityToken(value)
        {
            Algorithm = Text(head, "alg"),
            Issuer = Text(body, "iss"),
            Subject = Text(body, "sub"),
            Audiences = Texts(body, "aud"),
            Expires = Time(body, "exp"),
        };
    }

    /// <summary>The claims that a federation policy looks at, for messages. Never the token itself.</summary>
    public override string ToString()
    {
        var audiences = Audiences.Count == 0 ? "none" : string.Join(", ", Audiences);
        var expires = Expires is { } time
            ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : "unknown";
        return $"issuer {OrNone(Issuer)}, subject {OrNone(Subject)}, audience {audiences}, "
            + $"algorithm {OrNone(Algorithm)}, expiry {expires}";

        static string OrNone(string claim) => claim.Length == 0 ? "none" : claim;
    }

    private static JsonDocument? Read(string part)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        return Base64Url.DecodeFromChars(part, bytes, out _, out var length) == OperationStatus.Done
            ? Shared.JsonErrorBody.TryParseObject(bytes.AsMemory(0, length))
            : null;
    }

    private static string Text(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) ? Text(value) : "";

    private static IReadOnlyList<string> Texts(JsonDocument json, string name)
    {
        if (!json.RootElement.TryGetProperty(name, out var value)) return [];
        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(Text).Where(static text => text.Length > 0)]
            : [.. new[] { Text(value) }.Where(static text => text.Length > 0)];
    }

    private static string Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return "";
        var text = new StringBuilder();
        foreach (var character in value.GetString()!.AsSpan())
        {
            if (text.Length == MaxClaim) return text.Append('…').ToString();
            text.Append(char.IsControl(character) || char.IsSurrogate(character) ? '?' : character);
        }
        return text.ToString();
    }

    private static DateTimeOffset? Time(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var seconds) && seconds is >= 0 and <= MaxUnixSeconds
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    private static ZerobusException Invalid(string origin, string what) =>
        new(ZerobusErrorCode.IdentityTokenInvalid, $"The identity token of {origin} {what}.");
}
