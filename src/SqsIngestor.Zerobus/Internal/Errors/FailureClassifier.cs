using Grpc.Core;

namespace SqsIngestor.Zerobus.Internal.Errors;

/// <summary>Creates the exception for the status that ended a call, by the tables in <see cref="ZerobusErrors"/>.</summary>
internal static class FailureClassifier
{
    private const int MostDetail = 500;

    /// <summary>True for a status that every further attempt would get too.</summary>
    public static bool IsFinal(StatusCode status) => !ZerobusErrors.OfStatus((int)status).IsRetryable;

    /// <summary>The error of a failed open.</summary>
    /// <param name="status">The status.</param>
    /// <param name="cause">What was thrown.</param>
    /// <param name="withDetail">Whether the service's message can only be about the table and the descriptor.</param>
    /// <param name="isResume">Whether a persistent stream was to be resumed or retired.</param>
    /// <param name="isPreview">Whether the request was for something that is a preview.</param>
    public static ZerobusException OfOpen(
        Status status, Exception? cause, bool withDetail, bool isResume = false, bool isPreview = false) =>
        Create(status, cause, opening: true, withDetail, isResume, isPreview);

    /// <summary>The error of an open stream that ended.</summary>
    public static ZerobusException OfStream(Status status, Exception? cause) =>
        Create(status, cause, opening: false, withDetail: false);

    private static ZerobusException Create(
        Status status, Exception? cause, bool opening, bool withDetail, bool isResume = false, bool isPreview = false)
    {
        if (OnTheWay(cause) is { } answer)
            return new ZerobusException(ZerobusErrorCode.ConnectionFailed, answer.Message, answer.Action, cause);
        var row = ZerobusErrors.OfStatus((int)status.StatusCode);
        var broken = row.IsRetryable && IsTransport(cause);
        var details = ErrorDetails.Of(cause, opening && withDetail);
        var code = broken ? ZerobusErrorCode.ConnectionFailed
            : isResume && status.StatusCode == StatusCode.NotFound ? ZerobusErrorCode.StreamNotFound
            : opening ? row.WhileOpening
            : IsSchema(status, details) ? ZerobusErrorCode.SchemaRefused
            : row.WhileOpen;
        var action = code == ZerobusErrorCode.StreamFailed && !row.IsRetryable
            ? "The service refused the stream, not a record; open it again and read what the service says then."
            : isPreview && code == ZerobusErrorCode.TableUnsupported
            ? "The service does not serve this preview, or not for this table: use an ordinary stream of PROTO or JSON records."
            : null;
        return new ZerobusException(code, broken ? Innermost(cause!) : Describe(status, details, withDetail), action, cause)
        {
            GrpcStatus = (int)status.StatusCode,
            ServiceError = details,
        };
    }

    /// <summary>Whether a status is about the schema of the stream, which no record can be the cause of.</summary>
    public static bool IsSchema(Status status, ZerobusServiceError? details) =>
        status.StatusCode == StatusCode.InvalidArgument && details?.Reason == ZerobusServiceError.SchemaValidationFailed;

    private static string Describe(Status status, ZerobusServiceError? details, bool withDetail)
    {
        if (!withDetail || status.Detail.Length == 0)
            return $"The service answered {ServiceStatus.Describe(status, details)}.";
        var detail = status.Detail.Length > MostDetail ? status.Detail[..MostDetail] + "…" : status.Detail.TrimEnd('.') + ".";
        var name = ZerobusErrors.OfStatus((int)status.StatusCode).Name;
        return $"The service answered {name}{ErrorDetails.Describe(details)}: {detail}";
    }

    // Something on the way failed or answered, so the status is gRPC's reading of it and not the service's.
    private static RouteException? OnTheWay(Exception? cause)
    {
        for (var inner = (cause as RpcException)?.Status.DebugException ?? cause; inner is not null; inner = inner.InnerException)
        {
            if (inner is RouteException answer)
                return answer;
        }

        return null;
    }

    // gRPC and HTTP each wrap the cause in its own sentence; the innermost one names the host or the certificate.
    private static string Innermost(Exception cause)
    {
        var inner = cause is RpcException { Status.DebugException: { } below } ? below : cause;
        while (inner.InnerException is { } next)
            inner = next;
        return $"The connection to the service failed: {inner.Message.TrimEnd('.')}.";
    }

    // gRPC reports what happened below it as the debug exception; a status from the service has none.
    public static bool IsTransport(Exception? cause) =>
        cause is not null and not RpcException { Status.DebugException: null };
}
