namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>How long all streams of a client wait for an ack: changed while they run. Thread-safe.</summary>
internal sealed class AckLimit(TimeSpan value)
{
    private long _ticks = value.Ticks;

    public TimeSpan Value
    {
        get => new(Volatile.Read(ref _ticks));
        set => Volatile.Write(ref _ticks, value.Ticks);
    }
}
