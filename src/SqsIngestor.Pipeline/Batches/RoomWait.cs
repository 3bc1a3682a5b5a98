using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Writes rows of one batch, and bounds how long it waits for room in one stream while it has messages for others. A row that
/// finds room costs nothing. Not thread-safe.
/// </summary>
internal sealed class RoomWait(TimeProvider clock, CancellationToken deadline) : IDisposable
{
    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _registration;

    /// <summary>Whether a stream without room is waited for until the deadline: nobody else waits.</summary>
    public bool IsPatient { get; set; }

    /// <inheritdoc cref="ITableStream.WriteAsync"/>
    /// <exception cref="OperationCanceledException">The deadline has passed, or there was no room in time.</exception>
    public ValueTask<long> WriteAsync(ITableStream stream, ReadOnlyMemory<byte> row, in WriteTerms terms)
    {
        if (IsPatient) return stream.WriteAsync(row, terms, deadline);
        if (_source is not { IsCancellationRequested: false }) Renew();
        var write = stream.WriteAsync(row, terms, _source!.Token);
        if (write.IsCompleted) return write;
        return WaitAsync(write);
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

    private async ValueTask<long> WaitAsync(ValueTask<long> write)
    {
        _source!.CancelAfter(TableStreams.Grace);
        try
        {
            return await write.ConfigureAwait(false);
        }
        finally
        {
            _source.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
}
