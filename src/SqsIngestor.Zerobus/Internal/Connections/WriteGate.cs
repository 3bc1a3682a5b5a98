namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>The send loop's word to the stream below gRPC: whether another message follows at once.</summary>
internal sealed class WriteGate
{
    private CoalescingStream? _stream;

    /// <summary>While true, a flush may wait for the next message.</summary>
    public volatile bool MoreFollows;

    public void Attach(CoalescingStream stream) => _stream = stream;

    /// <summary>The message that was to follow does not: sends what waits for it. Only between two messages.</summary>
    public Task PassOnAsync() => _stream?.PassOnAsync(CancellationToken.None) ?? Task.CompletedTask;
}
