using Grpc.Core;

namespace SqsIngestor.Zerobus.Internal.Recovery;

/// <summary>The one place that decides what a status of the service means and whether it is worth another try.</summary>
internal static class FailureClassifier
{
    private const string Grants =
        "Grant the principal USE CATALOG, USE SCHEMA, and explicit MODIFY and SELECT on the table; check the client id and secret.";

    /// <summary>True for the statuses that end in the same way however often they are tried.</summary>
    public static bool IsFinal(StatusCode status) => status is StatusCode.InvalidArgument or StatusCode.Unauthenticated
        or StatusCode.PermissionDenied or StatusCode.OutOfRange or StatusCode.Unimplemented or StatusCode.NotFound;

    /// <summary>The error of an open that the service, or the way to it, refused.</summary>
    public static ZerobusException OfOpen(Status status, Exception? cause) => Create(status, cause, opening: true);

    /// <summary>The error of an open stream that ended.</summary>
    public static ZerobusException OfStream(Status status, Exception? cause) => Create(status, cause, opening: false);

    private static ZerobusException Create(Status status, Exception? cause, bool opening)
    {
        var (code, action) = status.StatusCode switch
        {
            StatusCode.InvalidArgument when opening =>
                (ZerobusErrorCode.SchemaRefused, "Compare the descriptor with the table's columns."),
            StatusCode.NotFound => (ZerobusErrorCode.TableNotFound, "Fix the table name, or create the table."),
            StatusCode.Unauthenticated => (ZerobusErrorCode.Unauthenticated, Grants),
            StatusCode.PermissionDenied => (ZerobusErrorCode.PermissionDenied, Grants),
            StatusCode.Unimplemented =>
                (ZerobusErrorCode.TableUnsupported, "Use a managed Delta table without the feature that the service names."),
            StatusCode.InvalidArgument or StatusCode.OutOfRange =>
                (ZerobusErrorCode.StreamFailed, "The service refused the stream, not a record; open it again and see what it says then."),
            _ when IsTransport(cause) =>
                (ZerobusErrorCode.ConnectionFailed, "Check the endpoint's host name, the network, the proxy and the certificates."),
            _ => (opening ? ZerobusErrorCode.OpenFailed : ZerobusErrorCode.StreamFailed, "Try again later; write the unacked records again."),
        };
        return new ZerobusException(code, code == ZerobusErrorCode.ConnectionFailed ? Innermost(cause!) : Describe(status, opening), action, !IsFinal(status.StatusCode), cause)
        {
            GrpcStatus = (int)status.StatusCode,
        };
    }

    // What the service says of a record may quote it; of an open it can only speak of the table and the descriptor.
    private static string Describe(Status status, bool opening) =>
        status.Detail.Length == 0 || (!opening && status.StatusCode == StatusCode.InvalidArgument) ? $"The service answered {status.StatusCode}." : $"The service answered {status.StatusCode}: {status.Detail.TrimEnd('.')}.";

    // gRPC and HTTP each wrap the cause in a sentence of their own; the innermost one names the host or the certificate.
    private static string Innermost(Exception cause)
    {
        var inner = cause is RpcException { Status.DebugException: { } below } ? below : cause;
        while (inner.InnerException is { } next)
            inner = next;
        return $"The connection to the service failed: {inner.Message.TrimEnd('.')}.";
    }

    // gRPC reports what happened below it as the debug exception; a status that the service sent has none.
    private static bool IsTransport(Exception? cause) =>
        cause is not null and not RpcException { Status.DebugException: null };
}
