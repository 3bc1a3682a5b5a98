using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The acks that a batch has seen, by table, and those that its tables got meanwhile from other batches. The tables learn of the
/// first ack of a batch at once, and of the others a number at a time, so that a row costs no lock. Reused from batch to batch;
/// not thread-safe.
/// </summary>
internal sealed class BatchAcks(Batch batch, TableStreams tables)
{
    private const int Together = 64;

    private TableAcks[] _tables = [];

    /// <summary>Begins the next batch.</summary>
    public void Begin()
    {
        Array.Resize(ref _tables, batch.Plan.Targets.Count);
        for (var table = 0; table < _tables.Length; table++) _tables[table] = new TableAcks { Before = tables.AcksOf(table) };
    }

    /// <summary>A row of this batch in a table, by index in the plan, is durable.</summary>
    public void Acked(int table)
    {
        ref var acks = ref _tables[table];
        if (++acks.Count % Together == 1) Report(table);
    }

    /// <summary>A row of an earlier batch is durable. May be called from any thread.</summary>
    public void AckedLate(SentRow row) => tables.WasAcked(row.Target, 1);

    /// <summary>Tells the tables of the acks that they do not know yet.</summary>
    public void Report()
    {
        for (var table = 0; table < _tables.Length; table++) Report(table);
    }

    /// <summary>Whether a row of this batch in a table, by index in the plan, is durable.</summary>
    public bool Has(int table) => _tables[table].Count > 0;

    /// <summary>How many rows of a table have become durable since the batch began, those of other batches included.</summary>
    public long SinceBegin(int table)
    {
        ref var acks = ref _tables[table];
        return tables.AcksOf(table) - acks.Before + acks.Count - acks.Reported;
    }

    private void Report(int table)
    {
        ref var acks = ref _tables[table];
        if (acks.Count == acks.Reported) return;
        tables.WasAcked(table, acks.Count - acks.Reported);
        acks.Reported = acks.Count;
    }

    private struct TableAcks
    {
        public long Before;
        public int Count;
        public int Reported;
    }
}
