using System.Text;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Fakes;

/// <summary>A stream in memory. It acks each row at once, unless its script says otherwise.</summary>
/// <param name="table">The name of the table.</param>
/// <param name="clock">Measures how long rows wait for an ack; null stands still.</param>
internal sealed class FakeStream(string table, TimeProvider? clock = null) : StreamScript, ITableStream
{
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _acks = [];
    private readonly List<string> _rows = [];

    // When each row was sent on the present connection.
    private readonly List<long> _sentAt = [];
    private long _progressAt;
    private TimeSpan _interruptedFor;

    public string Table => table;

    /// <summary>Rows that were written.</summary>
    public int Written
    {
        get
        {
            lock (_gate) return _acks.Count;
        }
    }

    public bool IsClosed { get; private set; }

    public bool IsAborted { get; private set; }

    public bool IsOpen
    {
        get
        {
            OnIsOpen();
            return Failure is null && !IsClosed && !IsAborted;
        }
    }

    public bool IsConnected
    {
        get => field && _interruptedFor == TimeSpan.Zero;
        set;
    } = true;

    public ZerobusException? Failure { get; private set; }

    public long Reopens { get; set; }

    public TimeSpan InterruptedFor
    {
        get
        {
            OnInterruptedFor();
            return _interruptedFor;
        }
        set => _interruptedFor = value;
    }

    public AwaitedAck? Awaited
    {
        get
        {
            lock (_gate)
            {
                AwaitedReads++;
                var first = _acks.FindIndex(static ack => !ack.Task.IsCompleted);
                if (first < 0 || clock is null || _interruptedFor > TimeSpan.Zero || Failure is not null) return null;
                var key = Terms[first].OrderingKey;
                var behind = Enumerable.Range(first, Written - first).Last(row =>
                    row == first || (!GivenUp.Contains(row) && (key == 0 || Terms[row].OrderingKey != key)));
                return new(first, clock.GetElapsedTime(Math.Max(_sentAt[first], _progressAt)))
                {
                    NewestBehind = behind,
                    SlowestAck = SlowestAck,
                };
            }
        }
    }

    public bool HasUnacked => Failure is null && Acks().Exists(static ack => !ack.Task.IsCompleted);

    /// <summary>How many times somebody asked for <see cref="Awaited"/>.</summary>
    public int AwaitedReads { get; private set; }

    public TimeSpan SlowestAck { get; set; }

    /// <summary>The connection was replaced: whatever has no ack is sent again.</summary>
    public void Reconnect()
    {
        lock (_gate)
        {
            (InterruptedFor, Reopens) = (TimeSpan.Zero, Reopens + 1);
            for (var row = 0; row < _sentAt.Count; row++) _sentAt[row] = Now;
        }
    }

    /// <summary>The rows that were written, as text: an id is readable in it.</summary>
    public IReadOnlyList<string> Rows
    {
        get
        {
            lock (_gate) return [.. _rows];
        }
    }

    /// <summary>The rows that were acked.</summary>
    public IReadOnlyList<string> AckedRows
    {
        get
        {
            lock (_gate) return [.. _rows.Where((_, offset) => _acks[offset].Task.IsCompletedSuccessfully)];
        }
    }

    /// <summary>The terms of each row that was written.</summary>
    public List<WriteTerms> Terms { get; } = [];

    /// <summary>The offsets that were given up.</summary>
    public List<long> GivenUp { get; } = [];

    /// <summary>How many times a new connection was asked for.</summary>
    public int Renewals { get; private set; }

    public void GiveUp(long offset)
    {
        lock (_gate) GivenUp.Add(offset);
        OnGiveUp(offset);
    }

    public void RenewConnection()
    {
        Renewals++;
        OnRenew();
    }

    /// <summary>The ordering keys that were withdrawn.</summary>
    public HashSet<long> Withdrawn { get; } = [];

    public void Withdraw(long orderingKey) => Withdrawn.Add(orderingKey);

    public ValueTask<long> WriteAsync(ReadOnlyMemory<byte> row, in WriteTerms terms, CancellationToken cancellationToken) =>
        WriteAsync(Encoding.Latin1.GetString(row.Span), terms, cancellationToken);

    private async ValueTask<long> WriteAsync(string row, WriteTerms terms, CancellationToken cancellationToken)
    {
        await BeforeWrite(cancellationToken);
        if (IsFull || Acks().Count(static ack => !ack.Task.IsCompleted) >= Room)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        if (Breaks(Written))
        {
            Breaks = static _ => false;
            throw new NotSupportedException("secret words");
        }
        if (RefuseWrite(Written) is { } error)
        {
            if (ZerobusErrors.Of(error.Code).Fault is not (ZerobusFault.Record or ZerobusFault.GivenUp)) Fail(error);
            throw error;
        }
        var ack = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int offset;
        lock (_gate)
        {
            if (Failure is not null) throw Failure;
            offset = _acks.Count;
            _acks.Add(ack);
            _rows.Add(row);
            _sentAt.Add(Now);
            Terms.Add(terms);
        }
        OnWrite(row);
        if (RefuseAck(offset) is { } refused) ack.TrySetException(refused);
        else if (!HoldsAcks) ack.TrySetResult();
        return offset;
    }

    public bool IsSettled(long offset)
    {
        OnIsSettled(offset);
        return AckOf(offset).IsCompleted;
    }

    public bool IsSettled(long offset, out ZerobusException? failure)
    {
        failure = null;
        if (!IsSettled(offset)) return false;
        OnWait();
        failure = AckOf(offset).Exception?.InnerException as ZerobusException;
        return true;
    }

    public ValueTask WaitForAckAsync(long offset, CancellationToken cancellationToken)
    {
        OnWait();
        return new(AckOf(offset).WaitAsync(cancellationToken));
    }

    /// <summary>The first row without an ack; null if there is none.</summary>
    public string? FirstUnacked
    {
        get
        {
            lock (_gate) return _acks.FindIndex(static ack => !ack.Task.IsCompleted) is >= 0 and var first ? _rows[first] : null;
        }
    }

    /// <summary>Acks every row that was written.</summary>
    public void Ack()
    {
        _progressAt = Now;
        Acks().ForEach(static ack => ack.TrySetResult());
    }

    /// <summary>Acks the oldest row without an ack.</summary>
    public void AckNext()
    {
        _progressAt = Now;
        Acks().First(static ack => !ack.Task.IsCompleted).TrySetResult();
    }

    /// <summary>Acks a row, whether those before it are acked or not.</summary>
    public void AckAt(int offset)
    {
        _progressAt = Now;
        Acks()[offset].TrySetResult();
    }

    /// <summary>Settles a row that was written, which never becomes durable.</summary>
    public void Refuse(int offset, ZerobusException error)
    {
        _progressAt = Now;
        Acks()[offset].TrySetException(error);
    }

    /// <summary>Ends the stream: rows without an ack never become durable.</summary>
    public void Fail(ZerobusException error)
    {
        lock (_gate) Failure = error;
        Acks().ForEach(ack => ack.TrySetException(error));
    }

    public Task CloseAsync()
    {
        IsClosed = true;
        return NeverCloses
            ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None)
            : Task.CompletedTask;
    }

    public void Abort() => IsAborted = true;

    private long Now => clock?.GetTimestamp() ?? 0;

    private Task AckOf(long offset)
    {
        lock (_gate) return _acks[(int)offset].Task;
    }

    private List<TaskCompletionSource> Acks()
    {
        lock (_gate) return [.. _acks];
    }
}
