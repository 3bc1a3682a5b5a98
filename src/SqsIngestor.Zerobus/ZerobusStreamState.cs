namespace SqsIngestor.Zerobus;

/// <summary>The state of a stream.</summary>
public enum ZerobusStreamState
{
    /// <summary>Connected.</summary>
    Open,

    /// <summary>Not connected and nothing to send; the next write connects.</summary>
    Idle,

    /// <summary>Reconnecting; writes are accepted and buffered.</summary>
    Recovering,

    /// <summary>The service announced that it closes the stream; writes are buffered, acks are still read.</summary>
    Paused,

    /// <summary>Closing: accepts no more writes and waits for acks.</summary>
    Closing,

    /// <summary>Closed with everything settled, or aborted.</summary>
    Closed,

    /// <summary>Failed for good; see <see cref="ZerobusStream.Failure"/> and <see cref="ZerobusStream.GetUnacked"/>.</summary>
    Failed,
}
