using System.Text;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Pipeline.Journals;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Fakes;

/// <summary>
/// Persistent streams in memory, with crashes, failures and lost connections at chance places. The same seed does the same again,
/// as long as one thread at a time uses it.
/// </summary>
internal sealed class PersistentService(int seed)
{
    private readonly Dictionary<string, PersistentRows> _streams = [];
    private TaskCompletionSource _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Lock Gate { get; } = new();

    public Random Random { get; } = new(seed);

    /// <summary>Events until the next crash of the process; negative for none.</summary>
    public int UntilCrash { get; set; } = -1;

    /// <summary>How many of 100 events end a stream or a connection.</summary>
    public int Trouble { get; set; }

    /// <summary>The number of the process that runs. The streams of an earlier one do nothing any more.</summary>
    public int Process { get; private set; }

    /// <summary>Completes when the process has crashed.</summary>
    public Task Crashed => _crashed.Task;

    /// <summary>Every row that is durable, with its table.</summary>
    public IReadOnlyList<string> Rows
    {
        get
        {
            lock (Gate) return [.. _streams.Values.SelectMany(stream => stream.Rows.Select(row => $"{stream.Table} {row}"))];
        }
    }

    /// <summary>The client of a process that starts now.</summary>
    public IPersistentStreams Start()
    {
        lock (Gate)
        {
            Process++;
            _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return new Client(this, Process);
        }
    }

    /// <summary>Forgets every stream; their rows stay.</summary>
    public void ForgetStreams()
    {
        lock (Gate)
        {
            foreach (var stream in _streams.Values) stream.IsForgotten = true;
        }
    }

    /// <summary>Somebody else writes to a stream.</summary>
    public void WriteToEach(string row)
    {
        lock (Gate)
        {
            foreach (var stream in _streams.Values) stream.Rows.Add(row);
        }
    }

    /// <summary>Something happens.</summary>
    /// <returns>Whether the process has crashed before it.</returns>
    public bool CrashesAt(int process)
    {
        if (process != Process || _crashed.Task.IsCompleted) return true;
        if (UntilCrash < 0 || UntilCrash-- > 0) return false;
        _crashed.SetResult();
        return true;
    }

    private sealed class Client(PersistentService service, int process) : IPersistentStreams
    {
        public Task<PersistentStream> OpenAsync(
            TargetTable table, PersistentStreamOptions options, CancellationToken cancellationToken)
        {
            lock (service.Gate)
            {
                if (service.CrashesAt(process)) return Never();
                var id = options.StreamId ?? Guid.NewGuid().ToString();
                if (options.StreamId is null) service._streams[id] = new(table.Name);
                if (service._streams[id].IsForgotten)
                    throw new ZerobusException(ZerobusErrorCode.StreamNotFound, "It is gone.", "Open another.");
                var stream = new PersistentFakeStream(service, process, service._streams[id], options.OnSend!);
                return service.CrashesAt(process) ? Never() : Task.FromResult(new PersistentStream(stream, id, stream.First));
            }
        }

        public Task<ITableStream> OpenEphemeralAsync(TargetTable table, CancellationToken cancellationToken) =>
            Task.FromResult<ITableStream>(new FakeStream(table.Name));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static Task<PersistentStream> Never() => new TaskCompletionSource<PersistentStream>().Task;
    }
}

/// <summary>What the service has of one stream.</summary>
internal sealed class PersistentRows(string table)
{
    public string Table => table;

    public List<string> Rows { get; } = [];

    public bool IsForgotten { get; set; }
}

/// <summary>A connection of a process to a persistent stream, with what the client has in flight.</summary>
internal sealed class PersistentFakeStream : ITableStream
{
    private readonly PersistentService _service;
    private readonly int _process;
    private readonly PersistentRows _log;
    private readonly Action<SentWrite> _onSend;
    private readonly List<(string Row, int Tag)> _writes = [];

    // The offsets that were sent, by position. What is withdrawn takes no position, so those behind it move up.
    private readonly List<long> _sent = [];
    private readonly HashSet<long> _withdrawn = [];
    private int _acked;

    public PersistentFakeStream(PersistentService service, int process, PersistentRows log, Action<SentWrite> onSend)
    {
        (_service, _process, _log, _onSend) = (service, process, log, onSend);
        First = log.Rows.Count;
    }

    public long First { get; }

    public bool IsOpen => Failure is null;

    public ZerobusException? Failure { get; private set; }

    public bool IsConnected => true;

    public TimeSpan InterruptedFor => TimeSpan.Zero;

    public AwaitedAck? Awaited => null;

    public bool HasUnacked => Head < End;

    public long Reopens => 0;

    private long End => First + _writes.Count;

    private int Committed => _log.Rows.Count - (int)First;

    // The first offset that is not settled.
    private long Head => Next(_acked);

    private long Next(int positions)
    {
        var offset = positions == 0 ? First : _sent[positions - 1] + 1;
        while (_withdrawn.Contains(offset)) offset++;
        return offset;
    }

    public ValueTask<long> WriteAsync(ReadOnlyMemory<byte> row, in WriteTerms terms, CancellationToken cancellationToken)
    {
        lock (_service.Gate)
        {
            if (_service.CrashesAt(_process)) return new(new TaskCompletionSource<long>().Task);
            if (Failure is not null) throw Failure;
            _writes.Add((Encoding.Latin1.GetString(row.Span), terms.Tag));
            var offset = End - 1;
            // The client may send it before the caller knows its offset.
            for (var steps = _service.Random.Next(6); steps > 0; steps--) Step();
            return _service.Crashed.IsCompleted ? new(new TaskCompletionSource<long>().Task) : new(offset);
        }
    }

    public bool IsSettled(long offset)
    {
        lock (_service.Gate) return offset < Head || Failure is not null;
    }

    public bool IsSettled(long offset, out ZerobusException? failure)
    {
        lock (_service.Gate)
        {
            failure = _withdrawn.Contains(offset)
                ? new ZerobusException(ZerobusErrorCode.RecordWithdrawn, "Its time was up.", "Send it again.")
                : offset < Head ? null : Failure;
            return offset < Head || Failure is not null;
        }
    }

    public async ValueTask WaitForAckAsync(long offset, CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_service.Gate)
            {
                if (IsSettled(offset, out var failure))
                {
                    if (failure is not null) throw failure;
                    return;
                }
                if (!_service.CrashesAt(_process)) Step();
                if (!_service.Crashed.IsCompleted && _service.Process == _process) continue;
            }
            await new TaskCompletionSource().Task;
        }
    }

    public void Withdraw(long orderingKey)
    {
    }

    public void GiveUp(long offset)
    {
    }

    public void RenewConnection()
    {
    }

    public Task CloseAsync()
    {
        lock (_service.Gate)
        {
            while (Failure is null && Head < End && !_service.CrashesAt(_process)) Step();
            if (Failure is null) Failure = new(ZerobusErrorCode.StreamClosed, "It is closed.", "Open another.");
            return Task.CompletedTask;
        }
    }

    public void Abort()
    {
    }

    // One thing that can happen next, by chance: a row is sent, committed or acked, or the connection or the stream ends.
    private void Step()
    {
        if (Failure is not null) return;
        if (_service.Random.Next(100) < _service.Trouble)
        {
            if (_service.Random.Next(2) == 0)
            {
                Failure = new(ZerobusErrorCode.NoProgress, "It broke.", "Wait.");
                return;
            }
            // Another connection: what the service has not committed is sent again, or has no time left.
            _acked = Committed;
            _sent.RemoveRange(_acked, _sent.Count - _acked);
            if (Head < End && _service.Random.Next(2) == 0) _withdrawn.Add(Head);
            return;
        }
        switch (_service.Random.Next(3))
        {
            case 0 when Next(_sent.Count) is var offset && offset < End && !_service.CrashesAt(_process):
                _onSend(new SentWrite(offset, 0, 1, First + _sent.Count) { Tag = _writes[(int)(offset - First)].Tag });
                _sent.Add(offset);
                break;
            case 1 when Committed < _sent.Count && !_service.CrashesAt(_process):
                _log.Rows.Add(_writes[(int)(_sent[Committed] - First)].Row);
                break;
            case 2 when _acked < Committed && !_service.CrashesAt(_process):
                _acked++;
                break;
        }
    }
}
