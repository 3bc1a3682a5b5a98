using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Writes rows of one batch, and bounds how long it waits for room in one stream while it has messages for others. A row that
/// finds room allocates nothing. Not thread-safe.
/// </summary>
internal sealed class RowWriter(TimeProvider clock, CancellationToken deadline) : IDisposable
{
    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _registration;
    private TimeSpan _waited;

    /// <summary>Writes a row; as a stream does.</summary>
    /// <param name="stream">Takes the row.</param>
    /// <param name="row">The row.</param>
    /// <param name="terms">Its terms.</param>
    /// <param name="origin">Which row of which message it is.</param>
    /// <param name="patience">How long to wait for room; zero does not wait, <see cref="Timeout.InfiniteTimeSpan"/> waits until
    /// the deadline.</param>
    /// <exception cref="OperationCanceledException">The deadline has passed, or there was no room in time.</exception>
    public ValueTask<long> WriteAsync(
        ITableStream stream, ReadOnlyMemory<byte> row, in WriteTerms terms, in MessageRow origin, TimeSpan patience)
    {
        if (patience == Timeout.InfiniteTimeSpan) return stream.WriteAsync(row, terms, origin, deadline);
        if (_source is not { IsCancellationRequested: false }) Renew();
        var write = stream.WriteAsync(row, terms, origin, _source!.Token);
        if (write.IsCompleted) return write;
        return WaitAsync(write, patience);
    }

    /// <summary>How long rows with bounded patience have waited for room since the last call.</summary>
    public TimeSpan TakeWaited()
    {
        var waited = _waited;
        _waited = TimeSpan.Zero;
        return waited;
    }

    public void Dispose()
    {
        _registration.Dispose();
        _source?.Dispose();
    }

    private void Renew()
    {
        Dispose();
        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _registration = deadline.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    private async ValueTask<long> WaitAsync(ValueTask<long> write, TimeSpan patience)
    {
        var started = clock.GetTimestamp();
        if (patience == TimeSpan.Zero) await _source!.CancelAsync().ConfigureAwait(false);
        else _source!.CancelAfter(patience);
        try
        {
            return await write.ConfigureAwait(false);
        }
        finally
        {
            _waited += clock.GetElapsedTime(started);
            _source.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
}
