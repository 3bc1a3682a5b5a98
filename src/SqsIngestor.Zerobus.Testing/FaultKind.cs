namespace SqsIngestor.Zerobus.Testing;

/// <summary>The effect of a planned fault.</summary>
public enum FaultKind
{
    /// <summary>Ends the call with a status; the request is not made durable.</summary>
    Fail,

    /// <summary>
    /// Makes the request durable, then ends the call with a status before the ack: the client must send it twice.
    /// </summary>
    FailAfterCommit,

    /// <summary>Cuts the call without a status.</summary>
    Drop,

    /// <summary>Still reads, but acks nothing from here on.</summary>
    Stall,

    /// <summary>Holds the ack back, and everything after it.</summary>
    LateAck,

    /// <summary>Sends the first half of a response frame, then cuts the call.</summary>
    PartialFrame,

    /// <summary>Sends the close signal, and ends the call when the client has left or the time is over.</summary>
    CloseSignal,
}
