namespace SqsIngestor.Zerobus.Internal.Parallel;

/// <summary>
/// One of several streams of a table, which can be replaced after it has failed. Safe for use by several threads.
/// </summary>
internal sealed class ParallelStream : IAsyncDisposable
{
    private readonly int _index;
    private readonly Func<int, ZerobusStream, CancellationToken, Task<ZerobusStream>> _reopen;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _aborted = new();
    private readonly Lazy<Task> _closing;
    private volatile ZerobusStream _current;
    private volatile bool _isClosing;

    /// <param name="index">Its index.</param>
    /// <param name="first">The open stream.</param>
    /// <param name="reopen">Opens a stream that continues a failed one.</param>
    public ParallelStream(
        int index, ZerobusStream first, Func<int, ZerobusStream, CancellationToken, Task<ZerobusStream>> reopen)
    {
        (_index, _current, _reopen) = (index, first, reopen);
        _closing = new Lazy<Task>(CloseCoreAsync);
    }

    /// <summary>The present stream.</summary>
    public ZerobusStream Current => _current;

    /// <summary>Replaces the stream if it has failed.</summary>
    /// <param name="isReplayed">Which unacked writes are sent again; null for all.</param>
    /// <param name="cancellationToken">Gives up; the stream stays failed.</param>
    public async Task ReopenAsync(Func<UnackedWrite, bool>? isReplayed, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _aborted.Token);
        await _turn.WaitAsync(over.Token).ConfigureAwait(false);
        try
        {
            var failed = _current;
            if (failed.State != ZerobusStreamState.Failed)
                return;
            if (_isClosing)
                throw new ZerobusException(ZerobusErrorCode.StreamClosed, $"The streams to {failed.Table} are closed.");
            var next = await _reopen(_index, failed, over.Token).ConfigureAwait(false);
            try
            {
                // Nobody else writes to it before they are accepted, so they keep their places in front of what follows.
                foreach (var write in failed.GetUnacked())
                    await next.ReplayAsync(write, isReplayed?.Invoke(write) ?? true, over.Token).ConfigureAwait(false);
                over.Token.ThrowIfCancellationRequested();
            }
            catch
            {
                await next.AbandonAsync().ConfigureAwait(false);
                throw;
            }

            _current = next;
            // Abort may have looked at the stream before.
            if (_aborted.IsCancellationRequested)
                next.Abort();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc cref="ZerobusStream.CloseAsync"/>
    public Task CloseAsync(CancellationToken cancellationToken) => _closing.Value.WaitAsync(cancellationToken);

    /// <inheritdoc cref="ZerobusStream.DisposeAsync"/>
    public async ValueTask DisposeAsync()
    {
        await EndReopeningAsync().ConfigureAwait(false);
        await _current.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc cref="ZerobusStream.Abort"/>
    public void Abort()
    {
        _isClosing = true;
        _aborted.Cancel();
        _current.Abort();
    }

    private async Task CloseCoreAsync()
    {
        await EndReopeningAsync().ConfigureAwait(false);
        await _current.CloseAsync().ConfigureAwait(false);
    }

    // Waits for the call that is at it; later ones find that the stream closes.
    private async Task EndReopeningAsync()
    {
        _isClosing = true;
        await _turn.WaitAsync().ConfigureAwait(false);
        _turn.Release();
    }
}
