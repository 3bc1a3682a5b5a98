namespace SqsIngestor.Emulator;

/// <summary>Counters of a <see cref="LocalDatabricks"/> since its start. Each value only grows.</summary>
public sealed class EmulatorStatistics
{
    private long _tokensIssued;
    private long _tokensRefused;
    private long _catalogRequests;
    private long _streamsOpened;
    private long _streamsRefused;
    private long _streamsEnded;
    private long _recordsReceived;
    private long _recordsRefused;
    private long _rowsCommitted;
    private long _commits;
    private long _acksSent;
    private long _closeSignals;
    private long _largestInFlight;
    private TaskCompletionSource? _change;

    /// <summary>Tokens that were issued, of both kinds.</summary>
    public long TokensIssued => Interlocked.Read(ref _tokensIssued);

    /// <summary>Token requests that were refused.</summary>
    public long TokensRefused => Interlocked.Read(ref _tokensRefused);

    /// <summary>Requests to the Unity Catalog REST API, refused ones included.</summary>
    public long CatalogRequests => Interlocked.Read(ref _catalogRequests);

    /// <summary>Streams that got a create_stream_response.</summary>
    public long StreamsOpened => Interlocked.Read(ref _streamsOpened);

    /// <summary>Streams that ended before it.</summary>
    public long StreamsRefused => Interlocked.Read(ref _streamsRefused);

    /// <summary>Streams that were opened and have ended, for any reason.</summary>
    public long StreamsEnded => Interlocked.Read(ref _streamsEnded);

    /// <summary>Records in requests, refused ones included.</summary>
    public long RecordsReceived => Interlocked.Read(ref _recordsReceived);

    /// <summary>Requests that ended their stream: with a bad record or a wrong offset.</summary>
    public long RecordsRefused => Interlocked.Read(ref _recordsRefused);

    /// <summary>Rows that were committed, or would have been with <see cref="LocalDatabricksOptions.StoreRows"/> false.</summary>
    public long RowsCommitted => Interlocked.Read(ref _rowsCommitted);

    /// <summary>Transactions that committed them.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Ack messages; one may cover many requests.</summary>
    public long AcksSent => Interlocked.Read(ref _acksSent);

    /// <summary>Close signals that were sent.</summary>
    public long CloseSignals => Interlocked.Read(ref _closeSignals);

    /// <summary>The most requests that one stream had received and not yet acked.</summary>
    public long LargestInFlight => Interlocked.Read(ref _largestInFlight);

    /// <summary>Waits until the counters fulfil a condition. Checks it at once, then after every change.</summary>
    /// <param name="condition">The condition; it must not wait itself.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task WaitUntilAsync(Func<EmulatorStatistics, bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        while (true)
        {
            // Subscribes to the next change before it checks the condition, so that it misses none.
            var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var change = Interlocked.CompareExchange(ref _change, fresh, null) ?? fresh;
            if (condition(this)) return;
            await change.Task.WaitAsync(cancellationToken);
        }
    }

    internal void TokenIssued() => Count(ref _tokensIssued);

    internal void TokenRefused() => Count(ref _tokensRefused);

    internal void CatalogRequested() => Count(ref _catalogRequests);

    internal void StreamOpened() => Count(ref _streamsOpened);

    internal void StreamRefused() => Count(ref _streamsRefused);

    internal void StreamEnded() => Count(ref _streamsEnded);

    internal void RequestReceived(int records, long inFlight)
    {
        Interlocked.Add(ref _recordsReceived, records);
        var seen = Interlocked.Read(ref _largestInFlight);
        while (inFlight > seen)
        {
            var before = Interlocked.CompareExchange(ref _largestInFlight, inFlight, seen);
            if (before == seen) break;
            seen = before;
        }

        Announce();
    }

    internal void RecordRefused() => Count(ref _recordsRefused);

    internal void Committed(int rows)
    {
        Interlocked.Add(ref _rowsCommitted, rows);
        Count(ref _commits);
    }

    internal void AckSent() => Count(ref _acksSent);

    internal void CloseSignalled() => Count(ref _closeSignals);

    private void Count(ref long counter)
    {
        Interlocked.Increment(ref counter);
        Announce();
    }

    private void Announce() => Interlocked.Exchange(ref _change, null)?.TrySetResult();
}
