namespace SqsIngestor.Zerobus.Internal.Parallel;

/// <summary>
/// One of several streams of a table, which can be replaced after it has failed. Safe for use by several threads.
/// </summary>
/// <param name="index">Its index.</param>
/// <param name="first">The open stream.</param>
/// <param name="reopen">Opens a stream that continues a failed one.</param>
internal sealed class ParallelStream(
    int index, ZerobusStream first, Func<int, ZerobusStream, CancellationToken, Task<ZerobusStream>> reopen)
    : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _aborted = new();
    private volatile ZerobusStream _current = first;
    private volatile bool _isClosing;

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
            var next = await reopen(index, failed, over.Token).ConfigureAwait(false);
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
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc cref="ZerobusStream.CloseAsync"/>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        _isClosing = true;
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        _turn.Release();
        await _current.CloseAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ZerobusStream.DisposeAsync"/>
    public async ValueTask DisposeAsync()
    {
        _isClosing = true;
        await _turn.WaitAsync().ConfigureAwait(false);
        _turn.Release();
        await _current.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc cref="ZerobusStream.Abort"/>
    public void Abort()
    {
        _isClosing = true;
        _aborted.Cancel();
        _current.Abort();
    }
}
