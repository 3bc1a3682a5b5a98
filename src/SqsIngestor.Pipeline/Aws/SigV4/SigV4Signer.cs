using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SqsIngestor.Pipeline.Aws.SigV4;

/// <summary>Signs requests to an AWS service with the header <c>Authorization</c> (Signature Version 4, HMAC-SHA256).</summary>
/// <param name="credentials">Who signs.</param>
/// <param name="region">The service's region.</param>
/// <param name="service">The service's name in signatures.</param>
internal sealed class SigV4Signer(AwsCredentials credentials, string region, string service)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The headers to add to a signed request.</summary>
    /// <param name="method">In upper case.</param>
    /// <param name="path">Absolute and encoded.</param>
    /// <param name="headers">The request's own headers, all of them signed; <c>host</c> must be among them.</param>
    /// <param name="body">The body.</param>
    /// <param name="now">The current time. The service refuses a signature that is more than 5 minutes off.</param>
    public IReadOnlyList<KeyValuePair<string, string>> Sign(
        string method, string path, IReadOnlyList<KeyValuePair<string, string>> headers, ReadOnlySpan<byte> body,
        DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        List<KeyValuePair<string, string>> added = [new("X-Amz-Date", time)];
        if (credentials.SessionToken is { } token) added.Add(new("X-Amz-Security-Token", token));
        var canonical = CanonicalRequest.Of(method, path, [.. headers, .. added], body);
        var scope = $"{time[..8]}/{region}/{service}/aws4_request";
        var text =
            $"{Algorithm}\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.Text)))}";
        var signature = Convert.ToHexStringLower(Hmac(SigningKey(time[..8]), text));
        added.Add(
            new(
                "Authorization",
                $"{Algorithm} Credential={credentials.AccessKeyId}/{scope}, "
                    + $"SignedHeaders={canonical.SignedHeaders}, Signature={signature}"));
        return added;
    }

    /// <summary>The key for one day, region and service. The secret key itself signs nothing that is sent.</summary>
    private byte[] SigningKey(string date)
    {
        var key = Hmac(Encoding.UTF8.GetBytes("AWS4" + credentials.SecretAccessKey), date);
        foreach (var part in (ReadOnlySpan<string>)[region, service, "aws4_request"]) key = Hmac(key, part);
        return key;
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
