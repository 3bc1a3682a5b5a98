using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Which tables a batch has seen work. A table that does not work is waited for only while none does: otherwise messages of those
/// that work wait behind the batch. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class WorkingTables(Batch batch, TableStreams tables, TimeProvider clock)
{
    private TableState[] _tables = [];

    /// <summary>
    /// Whether any table of the mapping has worked since the batch began, or for <see cref="TableStreams.Grace"/>.
    /// </summary>
    public bool Any
    {
        get
        {
            for (var table = 0; table < _tables.Length; table++)
            {
                if (HasWorked(table)) return true;
            }
            return false;
        }
    }

    /// <summary>
    /// Whether another table than this one, by index in the plan, that the batch has written to has worked since the batch began,
    /// or for <see cref="TableStreams.Grace"/>.
    /// </summary>
    public bool AnyWrittenBeside(int table)
    {
        foreach (var other in batch.WrittenTables)
        {
            if (other != table && HasWorked(other)) return true;
        }
        return false;
    }

    /// <summary>Begins the next batch: after <see cref="TableStreams.BatchBegins"/>.</summary>
    public void Begin()
    {
        Array.Resize(ref _tables, batch.Plan.Targets.Count);
        for (var table = 0; table < _tables.Length; table++)
        {
            _tables[table] = new TableState { IsUp = tables.IsUp(table) };
        }
    }

    /// <summary>Checks which tables work. Call it in each round of the batch.</summary>
    public void Check()
    {
        for (var table = 0; table < _tables.Length; table++)
        {
            ref var state = ref _tables[table];
            if (!tables.IsUp(table)) state = default;
            else if (!state.IsUp) state = new TableState { IsUp = true, Since = clock.GetTimestamp() };
        }
    }

    // One that has only just recovered does not end the wait for another that may recover with it.
    private bool HasWorked(int table)
    {
        ref var state = ref _tables[table];
        return state.IsUp && tables.IsUp(table)
            && (state.Since is not { } since || clock.GetElapsedTime(since) >= TableStreams.Grace);
    }

    // What the last check has found.
    private struct TableState
    {
        public bool IsUp;

        // A timestamp of the clock; null: since the batch began.
        public long? Since;
    }
}
