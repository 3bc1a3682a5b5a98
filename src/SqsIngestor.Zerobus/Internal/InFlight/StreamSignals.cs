namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>What wakes the loops of one stream. Safe for use by several threads.</summary>
internal sealed class StreamSignals
{
    /// <summary>Wakes the send loop.</summary>
    public AsyncSignal Sendable { get; } = new();

    /// <summary>Wakes the ack watch: something is outstanding.</summary>
    public AsyncSignal Outstanding { get; } = new();

    /// <summary>Wakes the supervisor: there is something to send, or the stream is closing.</summary>
    public AsyncSignal Work { get; } = new();

    /// <summary>Wakes every loop: the stream, or its connection, has ended.</summary>
    public void SetAll()
    {
        Sendable.Set();
        Outstanding.Set();
        Work.Set();
    }
}
