using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The tables that were known to be down when a batch began. The batch waits for them for <see cref="TableStreams.Grace"/>, and
/// not until its deadline, because messages of other tables may wait for the batch to end. Empty if the mapping has one table:
/// then nothing is held up. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class DownTables(Batch batch, TableStreams tables, TimeProvider clock)
{
    private readonly HashSet<int> _down = [];
    private long _begun;

    /// <summary>Whether there are any.</summary>
    public bool Any => _down.Count > 0;

    /// <summary>Whether the time is up that the batch has for them.</summary>
    public bool HaveHadTheirTime => Any && clock.GetElapsedTime(_begun) >= TableStreams.Grace;

    /// <summary>Begins the next batch: after <see cref="TableStreams.BatchBegins"/>.</summary>
    public void Begin()
    {
        _down.Clear();
        _begun = clock.GetTimestamp();
        var count = batch.Plan.Targets.Count;
        if (count == 1) return;
        for (var table = 0; table < count; table++)
        {
            if (tables.IsDown(table)) _down.Add(table);
        }
    }

    /// <summary>Whether a table, by index in the plan, is one of them, and has not acked a row of this batch.</summary>
    public bool Contains(int table) => _down.Contains(table) && !batch.AckedTables.Contains(table);

    /// <summary>A row of this batch is durable.</summary>
    public void Acked(int table)
    {
        if (batch.AckedTables.Add(table)) tables.WasAcked(table);
    }

    /// <summary>A row of an earlier batch is durable. May be called from any thread.</summary>
    public void AckedLate(int table) => tables.WasAcked(table);

    /// <summary>The batch gives up a row that has no ack. If it has waited for long, the next batch does not.</summary>
    public void NotAcked(in SentRow row)
    {
        if (!batch.AckedTables.Contains(row.Target) && clock.GetElapsedTime(row.SentAt) >= TableStreams.Grace)
            tables.WasNotAcked(row.Target);
    }
}
