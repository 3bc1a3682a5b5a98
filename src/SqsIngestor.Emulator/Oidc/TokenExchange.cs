using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SqsIngestor.Emulator.Oidc;

/// <summary>
/// The token exchange of RFC 8693: checks identity tokens against the federation policies. Refusals name what does not match, as
/// <c>invalid_request</c> (section 2.2.2).
/// </summary>
internal sealed class TokenExchange(FederationPolicies policies, string clientId, TimeProvider clock) : IDisposable
{
    /// <summary>The <c>grant_type</c>.</summary>
    public const string GrantType = "urn:ietf:params:oauth:grant-type:token-exchange";

    private const string JwtType = "urn:ietf:params:oauth:token-type:jwt";

    // How far the clock of an issuer may be ahead. What the service tolerates is not known.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Checks the identity token of a request.</summary>
    /// <returns>How long it is valid: a token that is issued for it lives no longer.</returns>
    /// <exception cref="OidcException">The token is not accepted.</exception>
    public async Task<TimeSpan> CheckAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        if (TokenForm.Field(form, "subject_token_type") != JwtType)
            throw new OidcException(400, "invalid_request", $"subject_token_type must be {JwtType}");
        var text = TokenForm.Field(form, "subject_token") ?? throw Refused("subject_token is missing");
        var parts = text.Split('.');
        using var header = parts.Length == 3 ? Read(parts[0]) : null;
        using var claims = parts.Length == 3 ? Read(parts[1]) : null;
        if (header is null || claims is null) throw Refused("subject_token is not a JWT");
        var algorithm = Text(header, "alg");
        if (algorithm is not ("RS256" or "ES256"))
            throw Refused($"the algorithm of the token is {algorithm}; RS256 and ES256 are supported");
        var policy = Policy(TokenForm.Field(form, "client_id"), claims);
        using var keys = await KeysAsync(policy.Issuer, cancellationToken);
        if (!IsSigned(keys, header, algorithm, $"{parts[0]}.{parts[1]}", parts[2]))
            throw Refused($"the signature does not match the keys of the issuer {policy.Issuer}");
        return Lifetime(claims);
    }

    public void Dispose() => _http.Dispose();

    private FederationPolicy Policy(string? client, JsonDocument claims)
    {
        if (client is not null && client != clientId)
            throw new OidcException(401, "invalid_client", $"there is no service principal {client}");
        var (issuer, subject, audiences) = (Text(claims, "iss"), Text(claims, "sub"), Audiences(claims));
        var own = policies.All.Where(policy => (policy.Subject is null) == (client is null)).ToList();
        var whose = client is null ? "the account" : $"the service principal {client}";
        if (own.Count == 0) throw Refused($"{whose} has no federation policy");
        var trusted = own.Where(policy => policy.Issuer == issuer).ToList();
        if (trusted.Count == 0) throw Refused($"no federation policy of {whose} has the issuer '{issuer}'");
        var named = trusted.Where(policy => (policy.Subject ?? clientId) == subject).ToList();
        if (named.Count == 0)
            throw Refused($"no federation policy of {whose} with the issuer '{issuer}' has the subject '{subject}'");
        return named.FirstOrDefault(policy => audiences.Contains(policy.Audience))
            ?? throw Refused($"no federation policy of {whose} with the issuer '{issuer}' and the subject '{subject}' has the "
                + $"audience '{string.Join("', '", audiences)}'");
    }

    private async Task<JsonDocument> KeysAsync(string issuer, CancellationToken cancellationToken)
    {
        try
        {
            using var discovery = JsonDocument.Parse(
                await _http.GetByteArrayAsync(new Uri($"{issuer}/.well-known/openid-configuration"), cancellationToken));
            var url = new Uri(discovery.RootElement.GetProperty("jwks_uri").GetString()!);
            return JsonDocument.Parse(await _http.GetByteArrayAsync(url, cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or UriFormatException)
        {
            throw Refused($"the keys of the issuer {issuer} cannot be read");
        }
    }

    private TimeSpan Lifetime(JsonDocument claims)
    {
        var now = clock.GetUtcNow();
        if (Time(claims, "iat") - Skew > now)
            throw Refused($"the token was issued in the future; the time is {now:O}");
        return Time(claims, "exp") is { } expires && expires > now
            ? expires - now
            : throw Refused($"the token has expired; the time is {now:O}");
    }

    private static bool IsSigned(JsonDocument keys, JsonDocument header, string algorithm, string text, string signature)
    {
        var id = Text(header, "kid");
        var key = keys.RootElement.GetProperty("keys").EnumerateArray()
            .FirstOrDefault(key => key.GetProperty("kid").GetString() == id && key.GetProperty("alg").GetString() == algorithm);
        if (key.ValueKind != JsonValueKind.Object || !TryDecode(signature, out var bytes)) return false;
        var signed = Encoding.ASCII.GetBytes(text);
        if (algorithm == "RS256")
        {
            using var rsa = RSA.Create(new RSAParameters { Modulus = Part(key, "n"), Exponent = Part(key, "e") });
            return rsa.VerifyData(signed, bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        using var ec = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Part(key, "x"), Y = Part(key, "y") },
        });
        return ec.VerifyData(signed, bytes, HashAlgorithmName.SHA256);

        static byte[] Part(JsonElement key, string name) => Base64Url.DecodeFromChars(key.GetProperty(name).GetString());
    }

    private static JsonDocument? Read(string part)
    {
        if (!TryDecode(part, out var bytes)) return null;
        try
        {
            var json = JsonDocument.Parse(bytes);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return json;
            json.Dispose();
        }
        catch (JsonException)
        {
            // Not a JWT, which the caller says.
        }
        return null;
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        var buffer = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        var status = Base64Url.DecodeFromChars(text, buffer, out _, out var length);
        bytes = buffer[..length];
        return status == OperationStatus.Done;
    }

    private static string Text(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string[] Audiences(JsonDocument claims) => claims.RootElement.TryGetProperty("aud", out var value)
        ? value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(static each => each.ToString())]
            : [value.ToString()]
        : [];

    private static DateTimeOffset? Time(JsonDocument claims, string name) =>
        claims.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? DateTimeOffset.FromUnixTimeSeconds(value.GetInt64())
            : null;

    private static OidcException Refused(string description) => new(400, "invalid_request", description);
}
