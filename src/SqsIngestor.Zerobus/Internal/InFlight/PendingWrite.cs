namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>A write between its acceptance and its ack: where its bytes lie, what it is, and when it was last sent.</summary>
internal struct PendingWrite
{
    /// <summary>Position of the first body byte in the segments.</summary>
    public long Start;

    /// <summary>When it was last handed to a connection, as a time stamp of the clock.</summary>
    public long SentAt;

    /// <summary>Bytes of the body; a batch's body is its records, each with tag and length.</summary>
    public int Length;

    /// <summary>Records not yet settled.</summary>
    public int Records;

    public bool IsBatch;
}
