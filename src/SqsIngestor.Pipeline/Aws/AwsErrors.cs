using System.Net;
using SqsIngestor.Shared;

namespace SqsIngestor.Pipeline.Aws;

/// <summary>What the errors of AWS services have in common.</summary>
internal static class AwsErrors
{
    // What the AWS SDKs take for throttling or a passing fault, whatever the status.
    private static readonly string[] TransientCodes =
    [
        "ThrottlingException", "Throttling", "ThrottledException", "RequestThrottledException", "RequestThrottled",
        "TooManyRequestsException", "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "SlowDown",
        "PriorRequestNotComplete", "RequestTimeout", "RequestTimeoutException", "InternalServiceError", "InternalServerError",
        "InternalFailure", "InternalError", "ServiceUnavailable", "ServiceUnavailableException",
    ];

    /// <summary>Whether a later attempt can succeed.</summary>
    public static bool IsTransient(HttpStatusCode status, string code) =>
        TransientStatus.Is(status) || TransientCodes.Contains(code);
}
