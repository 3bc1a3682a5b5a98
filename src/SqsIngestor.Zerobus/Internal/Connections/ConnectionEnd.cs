using Grpc.Core;

namespace SqsIngestor.Zerobus.Internal.Recovery;

/// <summary>Why a connection ended; the first cause wins.</summary>
internal sealed record ConnectionEnd(EndCause Cause, Status Status, Exception? Error = null)
{
    public static ConnectionEnd Of(EndCause cause) => new(cause, Status.DefaultSuccess);

    /// <summary>What a read or a write threw: the service's status, or the transport's failure as UNAVAILABLE.</summary>
    public static ConnectionEnd Of(Exception error) => error is RpcException rpc
        ? new(EndCause.Status, rpc.Status, rpc)
        : new(EndCause.Status, new Status(StatusCode.Unavailable, "The connection broke.", error), error);

    public static ConnectionEnd Violation(string what) => new(EndCause.Violation, new Status(StatusCode.Internal, what));
}
