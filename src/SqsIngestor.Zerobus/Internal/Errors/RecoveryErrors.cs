namespace SqsIngestor.Zerobus.Internal.Errors;

/// <summary>The errors with which the client itself ends a stream, or treats a connection as failed.</summary>
internal sealed class RecoveryErrors(ZerobusStreamOptions stream)
{
    public ZerobusException NoProgress(int stalls, long? suspect, ZerobusException last) => new(
        ZerobusErrorCode.NoProgress,
        $"{stalls} connections in a row to {stream.Table} got no ack; the last ended with {last.Message}",
        innerException: last)
    {
        SuspectOffset = suspect,
    };

    public ZerobusException Silence() => new(
        ZerobusErrorCode.AckTimedOut, $"The oldest unacked record for {stream.Table} got no ack in time.");

    public static ZerobusException Violation(string what) => new(ZerobusErrorCode.ProtocolViolation, what);

    public ZerobusException Foreign() => new(
        ZerobusErrorCode.StreamTakenOver,
        $"The service has committed other offsets of this persistent stream to {stream.Table} than the client knows of.",
        "Give each stream id one writer at a time; resume the stream again to learn what is durable.");

    public ZerobusException NotNoted(Exception cause) => new(
        ZerobusErrorCode.StreamFailed,
        $"OnSend of the persistent stream to {stream.Table} threw {cause.GetType().Name}, so the request was not sent.",
        "Correct what OnSend does, and resume the stream.",
        cause);

    public ZerobusException Aborted() => new(ZerobusErrorCode.Aborted, $"The stream to {stream.Table} was aborted.");

    public ZerobusException Broken(Exception cause) => new(
        ZerobusErrorCode.StreamFailed,
        $"The stream to {stream.Table} broke: {cause.GetType().Name}.",
        "Report this as a bug of the client; write the unacked records to another stream.",
        cause);
}
