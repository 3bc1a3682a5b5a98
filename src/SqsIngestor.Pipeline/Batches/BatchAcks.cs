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

    /// <summary>A row of this batch is durable.</summary>
    public void Acked(in SentRow row)
    {
        ref var acks = ref _tables[row.Target];
        if (row.Stream != acks.Stream)
        {
            Report(row.Target);
            (acks.Stream, acks.First, acks.Offset) = (row.Stream, row.Offset, row.Offset);
        }
        acks.First = Math.Min(acks.First, row.Offset);
        acks.Offset = Math.Max(acks.Offset, row.Offset);
        if (++acks.Count % Together == 1) Report(row.Target);
    }

    /// <summary>A row of an earlier batch is durable. May be called from any thread.</summary>
    public void AckedLate(SentRow row) => tables.WasAcked(row.Target, row.Stream, row.Offset, 1);

    /// <summary>Tells the tables of the acks that they do not know yet.</summary>
    public void Report()
    {
        for (var table = 0; table < _tables.Length; table++) Report(table);
    }

    /// <summary>Whether a row of this batch in a table, by index in the plan, is durable.</summary>
    public bool Has(int table) => _tables[table].Count > 0;

    /// <summary>Whether a row of this batch that was sent before another one on the same stream is durable.</summary>
    public bool HasBefore(in SentRow row)
    {
        ref var acks = ref _tables[row.Target];
        return acks.Stream == row.Stream && acks.First < row.Offset;
    }

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
        tables.WasAcked(table, acks.Stream!, acks.Offset, acks.Count - acks.Reported);
        acks.Reported = acks.Count;
    }

    private struct TableAcks
    {
        public long Before;
        public int Count;
        public int Reported;

        // The stream of the last ack, and the lowest and the highest offset that are acked there.
        public ITableStream? Stream;
        public long First;
        public long Offset;
    }
}
