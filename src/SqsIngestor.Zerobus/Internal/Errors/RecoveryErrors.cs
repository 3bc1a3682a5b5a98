using Grpc.Core;

namespace SqsIngestor.Zerobus.Internal.Errors;

/// <summary>The errors with which the client itself ends a stream or a connection.</summary>
internal sealed class RecoveryErrors(ZerobusStreamOptions stream, ZerobusClientOptions options)
{
    public ZerobusException NoProgress(int stalls, long suspect, ZerobusException last) => new(
        ZerobusErrorCode.NoProgress,
        $"{stalls} connections in a row to {stream.Table} got no ack; the last ended with {last.Message}",
        innerException: last)
    {
        SuspectOffset = suspect,
    };

    public ZerobusException Silence() => new(
        ZerobusErrorCode.AckTimedOut, $"The oldest unacked record for {stream.Table} got no ack in time.");

    public static ZerobusException Violation(string what) => new(ZerobusErrorCode.ProtocolViolation, what);

    public ZerobusException IsolationExhausted() => new(
        ZerobusErrorCode.IsolationExhausted,
        $"The search for the records that {stream.Table} refuses took {options.IsolationOpensPerMinute} opens within a minute.")
    {
        GrpcStatus = (int)StatusCode.InvalidArgument,
    };

    public ZerobusException Aborted() => new(ZerobusErrorCode.Aborted, $"The stream to {stream.Table} was aborted.");

    public ZerobusException Broken(Exception cause) => new(
        ZerobusErrorCode.StreamFailed,
        $"The stream to {stream.Table} broke: {cause.GetType().Name}.",
        "Report this as a bug of the client; write the unacked records to another stream.",
        cause);
}
