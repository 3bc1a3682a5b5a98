namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// What a batch knows of its tables, and asks anew in each round: acks, rows that connections wait for, and which tables work.
/// Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class BatchTables(BatchAcks acks, AckWatch watch, WorkingTables working, DownTables down)
{
    /// <summary>Begins the next batch: after <see cref="Streams.TableStreams.BatchBegins"/>.</summary>
    public void Begin()
    {
        acks.Begin();
        watch.Begin();
        working.Begin();
        down.Begin();
    }

    /// <summary>A round of the batch begins, or it gives up.</summary>
    public void Check()
    {
        acks.Report();
        working.Check();
        watch.Check();
    }
}
