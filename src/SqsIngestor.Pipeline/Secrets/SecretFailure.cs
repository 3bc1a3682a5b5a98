using System.Net;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>Why a secret was not had.</summary>
/// <param name="Reason">What is wrong and what to do; goes on with the sentence "it cannot be read:".</param>
/// <param name="IsTransient">Whether asking again can help.</param>
internal sealed record SecretFailure(string Reason, bool IsTransient = false)
{
    public static SecretFailure Unreachable(string how) => new($"Secrets Manager {how}; check the function's way to it (VPC endpoint, NAT)", IsTransient: true);

    /// <summary>Judges an answer without a secret.</summary>
    public static SecretFailure Of(HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        var code = SecretsManagerAnswer.ErrorCode(body);
        return code switch
        {
            "AccessDeniedException" when SecretsManagerAnswer.NamesKms(body) => NoKey,
            "AccessDeniedException" => new("the function's role lacks secretsmanager:GetSecretValue on it, or the secret's own policy refuses the role"),
            "DecryptionFailure" => NoKey,
            "ResourceNotFoundException" => new("there is no such secret, or it has no current version"),
            "InvalidRequestException" => new("it is marked for deletion"),
            "UnrecognizedClientException" or "InvalidSignatureException" or "IncompleteSignatureException" or "ExpiredTokenException" or "InvalidClientTokenId"
                or "MissingAuthenticationTokenException" => new($"Secrets Manager does not accept the function's AWS credentials ({code})"),
            "ThrottlingException" or "LimitExceededException" or "InternalServiceError" or "InternalFailure" => Busy(status, code),
            _ when (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout => Busy(status, code),
            _ => new($"Secrets Manager answered {(int)status} ({code})"),
        };
    }

    private static SecretFailure NoKey { get; } = new("the function's role lacks kms:Decrypt on the key that encrypts it, or the key is disabled");

    private static SecretFailure Busy(HttpStatusCode status, string code) => new($"Secrets Manager answered {(int)status} ({code})", IsTransient: true);
}
