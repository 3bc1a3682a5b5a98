namespace SqsIngestor.Emulator;

/// <summary>What a <see cref="LocalDatabricks"/> has seen since it started. Each value only grows.</summary>
public sealed class EmulatorStatistics
{
    private long _tokensIssued;
    private long _tokensRefused;
    private long _catalogRequests;
    private long _streamsOpened;
    private long _streamsRefused;
    private long _streamsEnded;
    private long _requestsReceived;
    private long _recordsReceived;
    private long _recordsRefused;
    private long _rowsCommitted;
    private long _commits;
    private long _acksSent;
    private long _closeSignals;
    private long _largestInFlight;

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

    /// <summary>Streams that were opened and have ended, in whatever way.</summary>
    public long StreamsEnded => Interlocked.Read(ref _streamsEnded);

    /// <summary>Request messages with records; a batch is one. Refused ones are included.</summary>
    public long RequestsReceived => Interlocked.Read(ref _requestsReceived);

    /// <summary>Records in those requests.</summary>
    public long RecordsReceived => Interlocked.Read(ref _recordsReceived);

    /// <summary>Requests that ended their stream because of a record.</summary>
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

    internal void TokenIssued() => Interlocked.Increment(ref _tokensIssued);

    internal void TokenRefused() => Interlocked.Increment(ref _tokensRefused);

    internal void CatalogRequested() => Interlocked.Increment(ref _catalogRequests);

    internal void StreamOpened() => Interlocked.Increment(ref _streamsOpened);

    internal void StreamRefused() => Interlocked.Increment(ref _streamsRefused);

    internal void StreamEnded() => Interlocked.Increment(ref _streamsEnded);

    internal void RequestReceived(int records, long inFlight)
    {
        Interlocked.Increment(ref _requestsReceived);
        Interlocked.Add(ref _recordsReceived, records);
        var seen = Interlocked.Read(ref _largestInFlight);
        while (inFlight > seen)
        {
            var before = Interlocked.CompareExchange(ref _largestInFlight, inFlight, seen);
            if (before == seen) break;
            seen = before;
        }
    }

    internal void RecordRefused() => Interlocked.Increment(ref _recordsRefused);

    internal void Committed(int rows)
    {
        Interlocked.Add(ref _rowsCommitted, rows);
        Interlocked.Increment(ref _commits);
    }

    internal void AckSent() => Interlocked.Increment(ref _acksSent);

    internal void CloseSignalled() => Interlocked.Increment(ref _closeSignals);
}
