using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The streams as one batch uses them: it asks for the stream of a table once, not once per message, and replaces a stream that
/// fails in the middle of the batch once. A table that could not be opened for now is asked for again as long as it is worth
/// waiting for. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class BatchStreams(
    MappingPlan plan, TableStreams streams, Batch batch, DownTables down, WorkingTables working, ILogger logger,
    TimeProvider clock)
{
    /// <summary>
    /// How long to wait before a table that could not be opened is asked for again, unless the service asks to wait longer. The
    /// client has tried several times by then, and paces all its opens.
    /// </summary>
    public static readonly TimeSpan OpenPause = TimeSpan.FromSeconds(1);

    private readonly TableState[] _tables = new TableState[plan.Targets.Count];

    /// <summary>Begins the next batch.</summary>
    public void Clear() => Array.Clear(_tables);

    /// <summary>Whether rows can be written to a table now.</summary>
    public TableAccess Ask(int table)
    {
        ref var state = ref _tables[table];
        state.AskedSince ??= clock.GetTimestamp();
        if (state.Failure is { } known) return new TableAccess { Failure = known };
        if (state.IsFull) return new TableAccess { IsFull = true };
        if (state.Stream is { IsOpen: true } stream) return Interrupted(stream);
        // A second stream that ends in the same batch is one too many.
        if (state is { Stream: { } ended, Replaced: true }) return Failed(table, ended.Failure ?? NotOpen());
        if (state.Opening is { IsCompletedSuccessfully: true, Result: { } refused }) return Refused(table, refused);
        if (state.Refusal is not null && clock.GetElapsedTime(state.RefusedAt) < state.Pause) return NotOpenYet(table, default);
        var access = streams.Ask(plan, table);
        state.Opening = access.Opening;
        if (access.Failure is { } failure) return Refused(table, failure);
        if (access.Stream is not { } opened) return NotOpenYet(table, access);
        (state.Replaced, state.Stream) = (state.Stream is not null, opened);
        (state.Refusal, state.NotOpenSince) = (null, null);
        return Interrupted(opened);
    }

    /// <summary>
    /// Whether to keep the batch open for a table that is not ready: its stream has no room, it has been opening for less than
    /// <see cref="TableStreams.Grace"/>, or this batch has sent no rows to another table that works. A table that was known to be
    /// down gets that time only, from when the batch first asks for it: other messages may wait for this batch to end.
    /// </summary>
    public bool IsWorthWaiting(int table, TableAccess access) =>
        !(down.HasHadItsTime(table) && HasBeenAskedFor(table, TableStreams.Grace))
            && (access.IsFull || access.OpeningFor < TableStreams.Grace || !working.AnyWrittenBeside(table));

    /// <summary>
    /// How long a row may wait for room. All rows of a table together may wait for <see cref="TableStreams.Grace"/> in a batch,
    /// so that those for other tables are not held up, and the batch finds a row that is never acked. A message of which a row
    /// is sent may wait that long once more, all its rows together, because a part of it would be in vain. In a FIFO queue,
    /// which would have to return the rest of the group with it, a row waits until the deadline
    /// (<see cref="Timeout.InfiniteTimeSpan"/>) if the plan has one table.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="begunWaited">How long the rows of the message have waited; null if none is sent.</param>
    /// <param name="isOrdered">Whether the message is of a FIFO group.</param>
    public TimeSpan PatienceFor(int table, TimeSpan? begunWaited, bool isOrdered)
    {
        if (isOrdered && plan.Targets.Count == 1) return Timeout.InfiniteTimeSpan;
        var left = TableStreams.Grace - (begunWaited ?? _tables[table].Waited);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>A row has waited for room.</summary>
    public void AddWait(int table, TimeSpan time) => _tables[table].Waited += time;

    /// <summary>
    /// The stream of a table had no room for long. Until <see cref="ForgetFull"/> nothing is written to it, so that messages for
    /// other tables go first.
    /// </summary>
    public void SetFull(int table)
    {
        ref var state = ref _tables[table];
        if (!state.WasFull) PipelineLog.StreamFull(logger, plan.Targets[table].Name);
        (state.IsFull, state.WasFull) = (true, true);
    }

    /// <summary>Whether the stream of a table had no room, and <see cref="ForgetFull"/> was not called since.</summary>
    public bool IsFull(int table) => _tables[table].IsFull;

    /// <summary>Whether the stream of a table has rows without an ack, of any batch.</summary>
    public bool HasUnacked(int table) => streams.StreamOf(table) is { HasUnacked: true };

    /// <summary>Streams without room may have room again.</summary>
    public void ForgetFull()
    {
        foreach (ref var table in _tables.AsSpan()) table.IsFull = false;
    }

    /// <summary>No row of this batch goes to the table any more.</summary>
    public void Fail(int table, ZerobusException failure)
    {
        ref var state = ref _tables[table];
        if (state.Failure is not null) return;
        state.Failure = failure;
        batch.Faults.Failed(plan.Targets[table].Name, failure);
        PipelineLog.StreamUnavailable(logger, plan.Targets[table].Name, failure.Code.ToString(), failure.Message);
    }

    /// <summary>The table does not open, or reconnect, in the time that the batch has for it.</summary>
    public void GiveUp(int table)
    {
        streams.WasGivenUp(table);
        Fail(table, _tables[table].Refusal ?? NotOpen());
    }

    // A message may come to its table late, because it waits for others first.
    private bool HasBeenAskedFor(int table, TimeSpan time) =>
        _tables[table].AskedSince is { } since && clock.GetElapsedTime(since) >= time;

    private static ZerobusException NotOpen() => new(
        ZerobusErrorCode.OpenTimedOut, "The stream did not open in time; the function goes on opening it.");

    private TableAccess Refused(int table, ZerobusException failure)
    {
        ref var state = ref _tables[table];
        var pause = failure.RetryAfter > OpenPause ? failure.RetryAfter.Value : OpenPause;
        var access = NotOpenYet(table, default);
        var isInTime = failure.IsRetryable && batch.Deadline.At - clock.GetUtcNow() > pause;
        if (!isInTime || !IsWorthWaiting(table, access)) return Failed(table, failure);
        (state.Opening, state.Refusal, state.RefusedAt, state.Pause) = (null, failure, clock.GetTimestamp(), pause);
        return access;
    }

    // Several attempts take the time of one: the others do not wait for each of them.
    private TableAccess NotOpenYet(int table, TableAccess access)
    {
        var since = _tables[table].NotOpenSince ??= clock.GetTimestamp();
        var time = clock.GetElapsedTime(since);
        return time > access.OpeningFor ? access with { OpeningFor = time } : access;
    }

    private TableAccess Failed(int table, ZerobusException failure)
    {
        Fail(table, failure);
        return new TableAccess { Failure = failure };
    }

    // A stream without a connection takes rows and keeps them; whoever has other tables does not wait for it.
    private TableAccess Interrupted(ITableStream stream) =>
        streams.SincePause(stream.InterruptedFor) is var time && time >= TableStreams.Grace
            ? new TableAccess { OpeningFor = time }
            : new TableAccess { Stream = stream };

    private struct TableState
    {
        public ITableStream? Stream;
        public Task<ZerobusException?>? Opening;
        public bool Replaced;
        public bool IsFull;
        public bool WasFull;
        public TimeSpan Waited;
        public long? AskedSince;
        public long? NotOpenSince;
        public ZerobusException? Refusal;
        public long RefusedAt;
        public TimeSpan Pause;
        public ZerobusException? Failure;
    }
}
