using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The streams as one batch uses them: it asks for the stream of a table once, not once per message, and replaces a stream that
/// fails in the middle of the batch once. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class BatchStreams(MappingPlan plan, TableStreams streams, StreamFaults faults, ILogger logger)
{
    private readonly TableState[] _tables = new TableState[plan.Targets.Count];

    /// <summary>Begins the next batch.</summary>
    public void Clear() => Array.Clear(_tables);

    /// <summary>Whether rows can be written to a table now.</summary>
    public TableAccess Ask(int table)
    {
        ref var state = ref _tables[table];
        if (state.Failure is { } known) return new TableAccess { Failure = known };
        if (state.IsFull) return new TableAccess { OpeningFor = TableStreams.Grace };
        if (state.Stream is { IsOpen: true } stream) return Interrupted(stream);
        // A second stream that ends in the same batch is one too many.
        if (state is { Stream: { } ended, Replaced: true })
        {
            Fail(table, ended.Failure ?? NotOpen());
            return new TableAccess { Failure = state.Failure };
        }
        var access = streams.Ask(plan, table);
        if (access.Failure is { } failure) Fail(table, failure);
        if (access.Stream is not { } opened) return access;
        (state.Replaced, state.Stream) = (state.Stream is not null, opened);
        return Interrupted(opened);
    }

    /// <summary>
    /// The stream of a table had no room for long. Until <see cref="ForgetFull"/> nobody waits for it, so that messages for other
    /// tables go first.
    /// </summary>
    public void SetFull(int table) => _tables[table].IsFull = true;

    /// <summary>Whether the stream of a table had no room for long.</summary>
    public bool IsFull(int table) => _tables[table].IsFull;

    /// <summary>Nobody else waits any more: streams without room are waited for.</summary>
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
        faults.Failed(plan.Targets[table].Name, failure);
        PipelineLog.StreamUnavailable(logger, plan.Targets[table].Name, failure.Code.ToString(), failure.Message);
    }

    /// <summary>Waits for a table that is being opened, as long as the others can wait for it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="access">What <see cref="Ask"/> said.</param>
    /// <param name="isAlone">Whether nobody else waits.</param>
    /// <param name="deadline">The deadline of the batch.</param>
    /// <param name="clock">Measures.</param>
    /// <returns>Whether its state has changed.</returns>
    public async Task<bool> OpensAsync(
        int table, TableAccess access, bool isAlone, BatchDeadline deadline, TimeProvider clock)
    {
        if (access.Opening is not { IsCompleted: false } opening) return false;
        var time = isAlone ? Timeout.InfiniteTimeSpan : TableStreams.Grace - access.OpeningFor;
        if (time <= TimeSpan.Zero && time != Timeout.InfiniteTimeSpan) return false;
        try
        {
            if (await opening.WaitAsync(time, clock, deadline.Token).ConfigureAwait(false) is { } failure) Fail(table, failure);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The error of a table that does not open, or reconnect, in the time that the batch has for it.</summary>
    public static ZerobusException NotOpen() => new(
        ZerobusErrorCode.OpenTimedOut, "The stream did not open in time; the function goes on opening it.");

    // A stream without a connection takes rows and keeps them; whoever has other tables does not wait for it.
    private static TableAccess Interrupted(ITableStream stream) => stream.InterruptedFor is var time && time >= TableStreams.Grace
        ? new TableAccess { OpeningFor = time }
        : new TableAccess { Stream = stream };

    private struct TableState
    {
        public ITableStream? Stream;
        public bool Replaced;
        public bool IsFull;
        public ZerobusException? Failure;
    }
}
