using Grpc.Core;

namespace SqsIngestor.Zerobus.Recovery;

/// <summary>Why a connection ended; the first cause wins.</summary>
internal sealed record ConnectionEnd(EndCause Cause, Status Status, Exception? Error = null)
{
    public static ConnectionEnd Of(EndCause cause) => new(cause, Status.DefaultSuccess);

    public static ConnectionEnd Of(RpcException error) => new(EndCause.Status, error.Status, error);

    public static ConnectionEnd Violation(string what) => new(EndCause.Violation, new Status(StatusCode.Internal, what));
}
