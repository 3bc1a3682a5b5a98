namespace SqsIngestor.Zerobus.Internal.Recovery;

/// <summary>Every way in which a connection can end.</summary>
internal enum EndCause
{
    /// <summary>The service, or the transport below it, ended the call with a status other than OK.</summary>
    Status,

    /// <summary>The service ended the call with OK.</summary>
    ServerEnded,

    /// <summary>No ack in time.</summary>
    Silence,

    /// <summary>An answer outside the protocol.</summary>
    Violation,

    /// <summary>The service asked to leave, and the client left.</summary>
    CloseSignal,

    /// <summary>Idle for so long that it was not tried again.</summary>
    Discarded,

    /// <summary>The stream is closed and everything is settled.</summary>
    Closed,

    /// <summary>The owner aborted the stream.</summary>
    Aborted,
}
