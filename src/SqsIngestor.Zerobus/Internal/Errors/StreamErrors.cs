using Grpc.Core;

namespace SqsIngestor.Zerobus.Internal.Recovery;

/// <summary>The errors that end a stream by the client's own decision.</summary>
internal sealed class StreamErrors(ZerobusStreamOptions stream, ZerobusClientOptions options)
{
    public ZerobusException NoProgress(int stalls, long suspect, ZerobusException last) => new(
        ZerobusErrorCode.NoProgress,
        $"{stalls} connections in a row into {stream.Table} settled nothing; the last ended with {last.Message}",
        "Write the unacked records again later; if it persists, the oldest of them may be what ends the connections.",
        isRetryable: true,
        last)
    {
        SuspectOffset = suspect,
    };

    public ZerobusException Silence() => new(
        ZerobusErrorCode.AckTimedOut,
        $"The oldest unacked record into {stream.Table} got no ack in time.",
        "Write the unacked records again.",
        isRetryable: true);

    public static ZerobusException Violation(string what) => new(
        ZerobusErrorCode.ProtocolViolation, what, "Report it to the service; write the unacked records again.", isRetryable: true);

    public ZerobusException IsolationExhausted() => new(
        ZerobusErrorCode.IsolationExhausted,
        $"Finding the records that {stream.Table} refuses took {options.IsolationOpensPerMinute} opens within a minute.",
        "Write the unacked records again later, in smaller numbers, or fix their source.",
        isRetryable: true)
    {
        GrpcStatus = (int)StatusCode.InvalidArgument,
    };

    public ZerobusException Aborted() => new(
        ZerobusErrorCode.Aborted,
        $"The stream into {stream.Table} was aborted.",
        "Write the unacked records to another stream.",
        isRetryable: true);

    public ZerobusException Broken(Exception cause) => new(
        ZerobusErrorCode.StreamFailed,
        $"The stream into {stream.Table} broke: {cause.GetType().Name}.",
        "Report it; write the unacked records to another stream.",
        isRetryable: true,
        cause);
}
