using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Fakes;

/// <summary>Opens fake streams, and refuses to if the test says so.</summary>
internal sealed class FakeStreams : ITableStreamOpener
{
    private readonly List<FakeStream> _opened = [];

    /// <summary>Every stream that was opened, in order.</summary>
    public IReadOnlyList<FakeStream> Opened => _opened;

    /// <summary>The error of an open of this table; null opens it.</summary>
    public Func<TargetTable, ZerobusException?> RefuseOpen { get; set; } = static _ => null;

    /// <summary>What an open waits for.</summary>
    public Func<TargetTable, Task> BeforeOpen { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Prepares each stream that is opened, by its number from 0.</summary>
    public Action<FakeStream, int> Prepare { get; set; } = static (_, _) => { };

    /// <summary>An error with a code; all but record errors and refusals can be retried.</summary>
    public static ZerobusException Error(ZerobusErrorCode code) => new(code, "It broke.", "Mend it.");

    public async Task<ITableStream> OpenAsync(TargetTable table, CancellationToken cancellationToken)
    {
        await BeforeOpen(table).WaitAsync(cancellationToken);
        if (RefuseOpen(table) is { } error) throw error;
        var stream = new FakeStream(table.Name);
        Prepare(stream, _opened.Count);
        _opened.Add(stream);
        return stream;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A stream in memory. It acks each row at once, unless the test holds the acks or sets an error.</summary>
internal sealed class FakeStream(string table) : ITableStream
{
    private readonly List<TaskCompletionSource> _acks = [];

    public string Table => table;

    /// <summary>Rows that were written.</summary>
    public int Written => _acks.Count;

    /// <summary>Whether the test acks rows itself.</summary>
    public bool HoldsAcks { get; set; }

    /// <summary>The error of a write by its offset; null accepts the row.</summary>
    public Func<int, ZerobusException?> RefuseWrite { get; set; } = static _ => null;

    /// <summary>The error of an ack by its offset; null acks the row.</summary>
    public Func<int, ZerobusException?> RefuseAck { get; set; } = static _ => null;

    /// <summary>Whether a write throws what no caller expects, by its offset.</summary>
    public Func<int, bool> Breaks { get; set; } = static _ => false;

    /// <summary>Called when an ack is asked for.</summary>
    public Action OnWait { get; set; } = static () => { };

    /// <summary>Called with the offset when somebody looks whether it is settled.</summary>
    public Action<long> OnLook { get; set; } = static _ => { };

    /// <summary>Whether writes wait for room that never comes.</summary>
    public bool IsFull { get; set; }

    /// <summary>Whether <see cref="CloseAsync"/> never completes.</summary>
    public bool NeverCloses { get; set; }

    public bool IsClosed { get; private set; }

    public bool IsAborted { get; private set; }

    public bool IsOpen => Failure is null && !IsClosed && !IsAborted;

    public ZerobusException? Failure { get; private set; }

    public long Reopens { get; set; }

    public TimeSpan InterruptedFor
    {
        get
        {
            OnInterruptedFor();
            return field;
        }
        set;
    }

    /// <summary>Called when somebody asks how long there has been no connection.</summary>
    public Action OnInterruptedFor { get; set; } = static () => { };

    /// <summary>The terms of each row that was written.</summary>
    public List<WriteTerms> Terms { get; } = [];

    /// <summary>The ordering keys that were withdrawn.</summary>
    public HashSet<long> Withdrawn { get; } = [];

    public void Withdraw(long orderingKey) => Withdrawn.Add(orderingKey);

    public ValueTask<long> WriteAsync(ReadOnlyMemory<byte> row, in WriteTerms terms, CancellationToken cancellationToken) =>
        WriteAsync(terms, cancellationToken);

    private async ValueTask<long> WriteAsync(WriteTerms terms, CancellationToken cancellationToken)
    {
        if (IsFull) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        if (Failure is not null) throw Failure;
        if (Breaks(Written))
        {
            Breaks = static _ => false;
            throw new NotSupportedException("secret words");
        }
        if (RefuseWrite(Written) is { } error)
        {
            if (ZerobusErrors.Of(error.Code).Fault is not (ZerobusFault.Record or ZerobusFault.GivenUp)) Failure = error;
            throw error;
        }
        var ack = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _acks.Add(ack);
        Terms.Add(terms);
        if (RefuseAck(Written - 1) is { } refused) ack.SetException(refused);
        else if (!HoldsAcks) ack.SetResult();
        return Written - 1;
    }

    public bool IsSettled(long offset)
    {
        OnLook(offset);
        return _acks[(int)offset].Task.IsCompleted;
    }

    public ValueTask WaitForAckAsync(long offset, CancellationToken cancellationToken)
    {
        OnWait();
        return new(_acks[(int)offset].Task.WaitAsync(cancellationToken));
    }

    /// <summary>Acks every row that was written.</summary>
    public void Ack() => _acks.ForEach(static ack => ack.TrySetResult());

    /// <summary>Ends the stream: rows without an ack never become durable.</summary>
    public void Fail(ZerobusException error)
    {
        Failure = error;
        _acks.ForEach(ack => ack.TrySetException(error));
    }

    public Task CloseAsync()
    {
        IsClosed = true;
        return NeverCloses
            ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None)
            : Task.CompletedTask;
    }

    public void Abort() => IsAborted = true;
}
