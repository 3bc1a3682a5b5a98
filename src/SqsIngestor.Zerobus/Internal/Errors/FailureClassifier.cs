using Grpc.Core;

namespace SqsIngestor.Zerobus.Internal.Errors;

/// <summary>Creates the exception for the status that ended a call, by the tables in <see cref="ZerobusErrors"/>.</summary>
internal static class FailureClassifier
{
    /// <summary>True for a status that every further attempt would get too.</summary>
    public static bool IsFinal(StatusCode status) => !ZerobusErrors.OfStatus((int)status).IsRetryable;

    /// <summary>The error of a failed open.</summary>
    public static ZerobusException OfOpen(Status status, Exception? cause) => Create(status, cause, opening: true);

    /// <summary>The error of an open stream that ended.</summary>
    public static ZerobusException OfStream(Status status, Exception? cause) => Create(status, cause, opening: false);

    private static ZerobusException Create(Status status, Exception? cause, bool opening)
    {
        var row = ZerobusErrors.OfStatus((int)status.StatusCode);
        var broken = row.IsRetryable && IsTransport(cause);
        var code = broken ? ZerobusErrorCode.ConnectionFailed : opening ? row.WhileOpening : row.WhileOpen;
        var action = code == ZerobusErrorCode.StreamFailed && !row.IsRetryable
            ? "The service refused the stream, not a record; open it again and read what the service says then."
            : null;
        return new ZerobusException(code, broken ? Innermost(cause!) : Describe(status, opening), action, cause)
        {
            GrpcStatus = (int)status.StatusCode,
        };
    }

    // A message of the service about a record may quote it. A message about an open can only describe the table
    // and the descriptor.
    private static string Describe(Status status, bool opening) =>
        status.Detail.Length == 0 || (!opening && status.StatusCode == StatusCode.InvalidArgument)
            ? $"The service answered {status.StatusCode}."
            : $"The service answered {status.StatusCode}: {status.Detail.TrimEnd('.')}.";

    // gRPC and HTTP each wrap the cause in its own sentence; the innermost one names the host or the certificate.
    private static string Innermost(Exception cause)
    {
        var inner = cause is RpcException { Status.DebugException: { } below } ? below : cause;
        while (inner.InnerException is { } next)
            inner = next;
        return $"The connection to the service failed: {inner.Message.TrimEnd('.')}.";
    }

    // gRPC reports what happened below it as the debug exception; a status from the service has none.
    private static bool IsTransport(Exception? cause) =>
        cause is not null and not RpcException { Status.DebugException: null };
}
