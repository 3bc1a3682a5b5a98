using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SqsIngestor.Emulator.Sts;

/// <summary>The keys of an issuer, one for each algorithm, made when they are needed. Any thread may use it.</summary>
internal sealed class IssuerKeys : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Lazy<RSA> _rsa = new(static () => RSA.Create(2048));
    private readonly Lazy<ECDsa> _p256 = new(static () => ECDsa.Create(ECCurve.NamedCurves.nistP256));
    private readonly Lazy<ECDsa> _p384 = new(static () => ECDsa.Create(ECCurve.NamedCurves.nistP384));

    /// <summary>Signs claims.</summary>
    /// <param name="algorithm">RS256, ES256 or ES384.</param>
    /// <param name="claims">The claims.</param>
    /// <returns>The JWT.</returns>
    public string Sign(string algorithm, IReadOnlyDictionary<string, object> claims)
    {
        var header = new Dictionary<string, object> { ["alg"] = algorithm, ["kid"] = algorithm, ["typ"] = "JWT" };
        var text = $"{Encode(header)}.{Encode(claims)}";
        return $"{text}.{Base64Url.EncodeToString(Signature(algorithm, Encoding.ASCII.GetBytes(text)))}";
    }

    /// <summary>The public keys (RFC 7517, "JWK Set").</summary>
    public IReadOnlyDictionary<string, object> Public()
    {
        lock (_gate)
        {
            var rsa = _rsa.Value.ExportParameters(includePrivateParameters: false);
            return new Dictionary<string, object>
            {
                ["keys"] = (Dictionary<string, string>[])
                [
                    new()
                    {
                        ["kty"] = "RSA",
                        ["kid"] = "RS256",
                        ["alg"] = "RS256",
                        ["use"] = "sig",
                        ["n"] = Base64Url.EncodeToString(rsa.Modulus),
                        ["e"] = Base64Url.EncodeToString(rsa.Exponent),
                    },
                    Public(_p256.Value, "ES256", "P-256"),
                    Public(_p384.Value, "ES384", "P-384"),
                ],
            };
        }
    }

    public void Dispose()
    {
        if (_rsa.IsValueCreated) _rsa.Value.Dispose();
        if (_p256.IsValueCreated) _p256.Value.Dispose();
        if (_p384.IsValueCreated) _p384.Value.Dispose();
    }

    // The keys are not safe for use by several threads.
    private byte[] Signature(string algorithm, byte[] text)
    {
        lock (_gate)
        {
            return algorithm switch
            {
                "RS256" => _rsa.Value.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                "ES256" => _p256.Value.SignData(text, HashAlgorithmName.SHA256),
                "ES384" => _p384.Value.SignData(text, HashAlgorithmName.SHA384),
                _ => throw new ArgumentException($"There is no key for {algorithm}.", nameof(algorithm)),
            };
        }
    }

    private static Dictionary<string, string> Public(ECDsa key, string algorithm, string curve)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new()
        {
            ["kty"] = "EC",
            ["kid"] = algorithm,
            ["alg"] = algorithm,
            ["use"] = "sig",
            ["crv"] = curve,
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        };
    }

    private static string Encode(IReadOnlyDictionary<string, object> json) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}
