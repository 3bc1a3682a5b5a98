using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using SqsIngestor.Pipeline.Aws;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Shared;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>Reads responses of GetSecretValue.</summary>
internal static class SecretsManagerResponse
{
    /// <summary>The secret's text, from SecretString or SecretBinary; null if it has neither.</summary>
    public static string? Secret(ReadOnlyMemory<byte> body)
    {
        using var json = JsonErrorBody.TryParseObject(body);
        if (json is null) return null;
        if (Text(json, "SecretString") is { } text) return text;
        return json.RootElement.TryGetProperty("SecretBinary", out var binary)
            && binary.ValueKind == JsonValueKind.String
            && binary.TryGetBytesFromBase64(out var bytes)
            ? Decode(bytes)
            : null;
    }

    /// <summary>Whether an error is about the key that encrypts the secret, not about the secret.</summary>
    public static bool NamesKms(ReadOnlyMemory<byte> body)
    {
        using var json = JsonErrorBody.TryParseObject(body);
        return json is not null
            && (Text(json, "Message") ?? Text(json, "message")) is { } message
            && message.Contains("KMS", StringComparison.OrdinalIgnoreCase);
    }

    private static string? Text(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    // The bytes of a file. Windows PowerShell writes UTF-16 with a byte order mark.
    private static string Decode(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes),
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes),
        _ => Encoding.UTF8.GetString(bytes),
    };
}

/// <summary>The reason why a secret cannot be read.</summary>
/// <param name="Reason">What failed and what to do; completes the sentence "Cannot read the secret:".</param>
/// <param name="IsTransient">Whether another attempt can succeed.</param>
internal sealed record SecretFailure(string Reason, bool IsTransient = false)
{
    /// <summary>The response holds no secret.</summary>
    public static SecretFailure Empty { get; } = new("it holds neither a string nor bytes");

    /// <summary>How long the service asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    private static SecretFailure NoKey { get; } = new(
        "the function's role lacks kms:Decrypt on the key that encrypts it, or the key is disabled");

    /// <summary>There was no response.</summary>
    /// <param name="how">Completes the sentence "Secrets Manager …".</param>
    public static SecretFailure Unreachable(string how) =>
        new($"Secrets Manager {how}; check the function's route to it (VPC endpoint, NAT)", IsTransient: true);

    /// <summary>What an answer means that Secrets Manager does not give: a redirect, or a web page. Null for any other.</summary>
    public static SecretFailure? NotSecretsManager(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var status = (int)response.StatusCode;
        var what = status is >= 300 and < 400 ? "a redirect"
            : ErrorBodies.IsPage(response.Content.Headers.ContentType?.MediaType, body) ? "a web page" : null;
        return what is null
            ? null
            : new(
                $"something other than Secrets Manager answered {status} with {what}: perhaps a proxy or a login page; check "
                    + $"proxies on the way, {EnvironmentVariables.HttpsProxy}, "
                    + $"{EnvironmentVariables.AwsEndpointUrlSecretsManager} and {EnvironmentVariables.AwsEndpointUrl}",
                IsTransient: true);
    }

    /// <summary>What an error response means.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="body">Its body.</param>
    /// <param name="retryAfter">How long it asks to wait; null when it does not say.</param>
    public static SecretFailure Classify(HttpStatusCode status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter)
    {
        var code = JsonErrorBody.Code(body, "__type");
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
            _ when AwsErrors.IsTransient(status, code) => Busy(status, code, retryAfter),
            _ => new($"Secrets Manager answered {(int)status} ({code})"),
        };
    }

    /// <summary>The error of the function.</summary>
    public FunctionException ToException(SecretArn arn) => new(
        IsTransient ? FunctionErrorTypes.SecretUnavailable : FunctionErrorTypes.CredentialsInvalid,
        $"Cannot read the secret {arn}: {Reason}.");

    private static SecretFailure Busy(HttpStatusCode status, string code, TimeSpan? retryAfter)
    {
        var wait = retryAfter is { } pause
            ? string.Create(CultureInfo.InvariantCulture, $" and asks for no request for {pause.TotalSeconds:0.###} s")
            : "";
        return new($"Secrets Manager answered {(int)status} ({code}){wait}", IsTransient: true) { RetryAfter = retryAfter };
    }
}
