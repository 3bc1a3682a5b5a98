using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Tables.Activity;

/// <summary>
/// What happened to streams, kept in memory until the rows of the system tables are written. It is bounded: when it is full, the
/// caller that fills it has it written. Thread-safe.
/// </summary>
/// <param name="clock">The clock of the server.</param>
/// <param name="versions">The last commit version of each table, by full name, without regard to case.</param>
internal sealed class IngestActivity(TimeProvider clock, Dictionary<string, long> versions)
{
    /// <summary>The most commits, and the most streams, that are kept.</summary>
    public const int MostPending = 8192;

    private readonly Lock _lock = new();
    private List<StreamActivity> _streams = [];
    private List<CommitActivity> _commits = [];

    /// <summary>Raised outside the lock when as much as possible is kept.</summary>
    public event Action? Full;

    /// <summary>A stream is open.</summary>
    /// <param name="id">The stream id.</param>
    /// <param name="table">The table.</param>
    /// <param name="protocol">GRPC or HTTP.</param>
    /// <param name="dataFormat">PROTOBUF or JSON.</param>
    public StreamActivity Open(string id, TableName table, string protocol, string dataFormat)
    {
        var stream = new StreamActivity(this, id, table, protocol, dataFormat, clock.GetUtcNow());
        Change(stream, static (_, _) => { });
        return stream;
    }

    /// <summary>Takes what is kept.</summary>
    public ActivityChanges Take()
    {
        lock (_lock)
        {
            var changes = new ActivityChanges([.. _streams.Select(stream => stream.TakeState())], _commits);
            (_streams, _commits) = ([], []);
            return changes;
        }
    }

    internal void Change(StreamActivity stream, Action<StreamActivity, DateTimeOffset> change)
    {
        bool isFull;
        lock (_lock)
        {
            change(stream, clock.GetUtcNow());
            if (stream.MarkChanged()) _streams.Add(stream);
            isFull = _streams.Count >= MostPending;
        }

        if (isFull) Full?.Invoke();
    }

    internal void Commit(StreamActivity stream, int records, long bytes)
    {
        bool isFull;
        lock (_lock)
        {
            var table = stream.Table.ToString();
            var version = versions.GetValueOrDefault(table) + 1;
            versions[table] = version;
            _commits.Add(new CommitActivity(stream.Id, stream.Table, version, clock.GetUtcNow(), records, bytes));
            isFull = _commits.Count >= MostPending;
        }

        if (isFull) Full?.Invoke();
    }
}

/// <summary>One stream, from its start. Any thread may use it.</summary>
internal sealed class StreamActivity
{
    private const int MostErrors = 100;

    private readonly IngestActivity _owner;
    private readonly string _protocol;
    private readonly string _dataFormat;
    private readonly DateTimeOffset _opened;
    private readonly List<StreamError> _errors = [];
    private DateTimeOffset _event;
    private DateTimeOffset? _closed;
    private bool _isChanged;
    private bool _isWritten;

    internal StreamActivity(
        IngestActivity owner, string id, TableName table, string protocol, string dataFormat, DateTimeOffset opened)
    {
        (_owner, Id, Table, _protocol, _dataFormat) = (owner, id, table, protocol, dataFormat);
        _opened = _event = opened;
    }

    public string Id { get; }

    public TableName Table { get; }

    /// <summary>Rows were committed together.</summary>
    /// <param name="records">The rows.</param>
    /// <param name="bytes">Their records as they were sent.</param>
    public void Committed(int records, long bytes) => _owner.Commit(this, records, bytes);

    /// <summary>The server refused something, or ends the stream. Of many errors, the last ones are kept.</summary>
    /// <param name="code">The gRPC status, or the HTTP status.</param>
    /// <param name="message">The text for the client, without content of a record.</param>
    public void Failed(int code, string message) => _owner.Change(this, (stream, now) =>
    {
        if (stream._errors.Count == MostErrors) stream._errors.RemoveAt(0);
        stream._errors.Add(new StreamError(code, message, now));
        stream._event = now;
    });

    /// <summary>The stream has ended.</summary>
    public void Close() => _owner.Change(this, static (stream, now) => stream._closed = stream._event = now);

    /// <summary>False if it has changed since its state was taken. The owner calls it, in its lock.</summary>
    internal bool MarkChanged() => !_isChanged && (_isChanged = true);

    /// <summary>The state now. The owner calls it, in its lock.</summary>
    internal StreamState TakeState()
    {
        var state = new StreamState(Id, Table, _protocol, _dataFormat, _opened, _event, _closed, [.. _errors], _isWritten);
        (_isChanged, _isWritten) = (false, true);
        return state;
    }
}

/// <summary>What has happened since it was last taken.</summary>
internal sealed record ActivityChanges(IReadOnlyList<StreamState> Streams, IReadOnlyList<CommitActivity> Commits);

/// <summary>A stream at one moment.</summary>
internal sealed record StreamState(
    string Id, TableName Table, string Protocol, string DataFormat, DateTimeOffset Opened, DateTimeOffset LastEvent,
    DateTimeOffset? Closed, IReadOnlyList<StreamError> Errors, bool HasRow);

/// <summary>A commit of a stream.</summary>
internal readonly record struct CommitActivity(
    string StreamId, TableName Table, long Version, DateTimeOffset Time, int Records, long Bytes);

/// <summary>An error of a stream.</summary>
internal readonly record struct StreamError(int Code, string Message, DateTimeOffset Time);
