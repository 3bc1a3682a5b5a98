using System.Net;
using System.Text;
using System.Text.Json;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>Reads responses of GetSecretValue.</summary>
internal static class SecretsManagerResponse
{
    /// <summary>The secret's text, from SecretString or SecretBinary; null if it has neither.</summary>
    public static string? Secret(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        if (json is null) return null;
        if (Text(json, "SecretString") is { } text) return text;
        return json.RootElement.TryGetProperty("SecretBinary", out var binary)
            && binary.ValueKind == JsonValueKind.String
            && binary.TryGetBytesFromBase64(out var bytes)
            ? Encoding.UTF8.GetString(bytes)
            : null;
    }

    /// <summary>The code of an error, such as <c>ResourceNotFoundException</c>, without a namespace in front of it.</summary>
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
        return json is not null
            && (Text(json, "Message") ?? Text(json, "message")) is { } message
            && message.Contains("KMS", StringComparison.OrdinalIgnoreCase);
    }

    private static string? Text(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

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

/// <summary>The reason why a secret cannot be read.</summary>
/// <param name="Reason">What failed and what to do; completes the sentence "Cannot read the secret:".</param>
/// <param name="IsTransient">Whether another attempt can succeed.</param>
internal sealed record SecretFailure(string Reason, bool IsTransient = false)
{
    /// <summary>The response contains no secret.</summary>
    public static SecretFailure Empty { get; } = new("it holds neither a string nor bytes");

    /// <summary>Secrets Manager did not respond.</summary>
    /// <param name="how">Completes the sentence "Secrets Manager …".</param>
    public static SecretFailure Unreachable(string how) =>
        new($"Secrets Manager {how}; check the function's route to it (VPC endpoint, NAT)", IsTransient: true);

    /// <summary>The meaning of an error response.</summary>
    public static SecretFailure Classify(HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        var code = SecretsManagerResponse.ErrorCode(body);
        return code switch
        {
            "AccessDeniedException" when SecretsManagerResponse.NamesKms(body) => NoKey,
            "AccessDeniedException" =>
                new("the function's role lacks secretsmanager:GetSecretValue on it, or the secret's own policy refuses the role"),
            "DecryptionFailure" => NoKey,
            "ResourceNotFoundException" => new("it does not exist, or it has no current version"),
            "InvalidRequestException" => new("it is marked for deletion"),
            "UnrecognizedClientException" or "InvalidSignatureException" or "IncompleteSignatureException"
                or "ExpiredTokenException" or "InvalidClientTokenId" or "MissingAuthenticationTokenException" =>
                new($"Secrets Manager does not accept the function's AWS credentials ({code})"),
            "ThrottlingException" or "LimitExceededException" or "InternalServiceError" or "InternalFailure" =>
                Busy(status, code),
            _ when (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout =>
                Busy(status, code),
            _ => new($"Secrets Manager answered {(int)status} ({code})"),
        };
    }

    private static SecretFailure NoKey { get; } = new(
        "the function's role lacks kms:Decrypt on the key that encrypts it, or the key is disabled");

    private static SecretFailure Busy(HttpStatusCode status, string code) =>
        new($"Secrets Manager answered {(int)status} ({code})", IsTransient: true);
}
