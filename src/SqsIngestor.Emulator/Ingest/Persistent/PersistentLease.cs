using SqsIngestor.Emulator.Tables;

namespace SqsIngestor.Emulator.Ingest.Persistent;

/// <summary>A connection's right to write to a persistent stream, until it ends or another connection resumes the stream.</summary>
internal sealed class PersistentLease(StreamPosition position, Action<PersistentLease> release) : IDisposable
{
    private readonly CancellationTokenSource _takenOver = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How far the stream had come when the connection got it.</summary>
    public StreamPosition Position { get; } = position;

    /// <summary>Cancelled when another connection wants the stream.</summary>
    public CancellationToken TakenOver => _takenOver.Token;

    /// <summary>Ends the connection and waits until it commits nothing any more.</summary>
    public async Task TakeOverAsync()
    {
        await _takenOver.CancelAsync();
        await _released.Task;
    }

    public void Dispose()
    {
        release(this);
        _released.TrySetResult();
    }
}
