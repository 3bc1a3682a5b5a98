using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SqsIngestor.Emulator.Aws;

/// <summary>
/// Checks the signature of a request as a service does (Signature Version 4): from the received request and the secret key.
/// </summary>
/// <param name="credentials">Who may sign.</param>
/// <param name="region">The region that signatures must name.</param>
/// <param name="service">The service that they must name.</param>
/// <param name="signedHeaders">The headers, in lower case, that the service wants signed besides host, date and token.</param>
internal sealed class SignatureCheck(
    LocalAwsCredentials credentials, string region, string service, params string[] signedHeaders)
{
    private const string Scheme = "AWS4-HMAC-SHA256 ";
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The reason to refuse the request; null if its signature is right.</summary>
    public AwsFault? Refusal(HttpRequest request, byte[] body, DateTimeOffset now)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return new(400, "MissingAuthenticationTokenException", "Request is missing Authentication Token");
        }
        var parts = authorization[Scheme.Length..].Split(',', StringSplitOptions.TrimEntries)
            .Select(static part => part.Split('=', 2))
            .ToDictionary(static p => p[0], static p => p[^1]);
        if (!parts.TryGetValue("Credential", out var credential)
            || !parts.TryGetValue("SignedHeaders", out var names)
            || !parts.TryGetValue("Signature", out var signature))
        {
            return new(400, "IncompleteSignatureException", "Credential, SignedHeaders and Signature are needed");
        }

        var time = request.Headers["X-Amz-Date"].ToString();
        var scope = $"{(time.Length > 8 ? time[..8] : "")}/{region}/{service}/aws4_request";
        if (credential != $"{credentials.AccessKeyId}/{scope}")
        {
            return new(400, "UnrecognizedClientException", $"the credential must be for {scope}");
        }
        if (request.Headers["X-Amz-Security-Token"] != credentials.SessionToken)
        {
            return new(400, "UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        if (!IsRecent(time, now)) return new(400, "InvalidSignatureException", "Signature expired");
        var signed = names.Split(';');
        if (!((string[])["host", "x-amz-date", "x-amz-security-token", .. signedHeaders]).All(signed.Contains))
        {
            return new(400, "IncompleteSignatureException", "a header that must be signed is not");
        }
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Signature(request, body, time, scope, signed)), Encoding.ASCII.GetBytes(signature))
            ? null
            : new(
                403, "InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided.");
    }

    private static bool IsRecent(string time, DateTimeOffset now) =>
        DateTimeOffset.TryParseExact(
            time, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && (now - at).Duration() <= Tolerance;

    private string Signature(HttpRequest request, byte[] body, string time, string scope, string[] signed)
    {
        var canonical = new StringBuilder().Append(request.Method)
            .Append('\n')
            .Append(request.Path)
            .Append('\n')
            .Append(request.QueryString.Value?.TrimStart('?'))
            .Append('\n');
        foreach (var name in signed)
        {
            canonical.Append(name).Append(':').Append(request.Headers[name].ToString().Trim()).Append('\n');
        }
        canonical.Append('\n').AppendJoin(';', signed).Append('\n').Append(Convert.ToHexStringLower(SHA256.HashData(body)));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())));
        var day = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes("AWS4" + credentials.SecretAccessKey), Encoding.UTF8.GetBytes(time[..8]));
        var place =
            HMACSHA256.HashData(HMACSHA256.HashData(day, Encoding.UTF8.GetBytes(region)), Encoding.UTF8.GetBytes(service));
        var key = HMACSHA256.HashData(place, "aws4_request"u8);
        return Convert.ToHexStringLower(
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{time}\n{scope}\n{hash}")));
    }
}
