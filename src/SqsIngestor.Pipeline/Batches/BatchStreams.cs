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

    /// <summary>No row of this batch goes to the table any more.</summary>
    public void Fail(int table, ZerobusException failure)
    {
        ref var state = ref _tables[table];
        if (state.Failure is not null) return;
        state.Failure = failure;
        faults.Failed(plan.Targets[table].Name, failure);
        PipelineLog.StreamUnavailable(logger, plan.Targets[table].Name, failure.Code.ToString(), failure.Message);
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
        public ZerobusException? Failure;
    }
}
