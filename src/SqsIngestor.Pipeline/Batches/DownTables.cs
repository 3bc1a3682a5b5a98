using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The tables that were known to be down when a batch began, and whether somebody gains if the batch does not wait for them. It
/// waits for them for <see cref="TableStreams.Grace"/>, and not until its deadline, because messages of other tables may wait for
/// the batch to end. If every table of the mapping is in trouble, or there is only one, nothing is held up. Reused from batch to
/// batch; not thread-safe.
/// </summary>
internal sealed class DownTables(Batch batch, TableStreams tables, TimeProvider clock)
{
    private readonly HashSet<int> _down = [];
    private long[] _acks = [];

    // Since when the batch has seen each table work; null while it does not.
    private long?[] _upSince = [];
    private long _begun;

    /// <summary>Whether there are any.</summary>
    public bool Any => _down.Count > 0;

    /// <summary>Whether the time is up that the batch has for them.</summary>
    public bool HaveHadTheirTime
    {
        get
        {
            if (!_down.Any(Contains) || clock.GetElapsedTime(_begun) < TableStreams.Grace) return false;
            for (var table = 0; table < _upSince.Length; table++)
            {
                if (HasWorked(table)) return true;
            }
            return false;
        }
    }

    /// <summary>
    /// Whether a table that this batch has written to has worked since the batch began, or for <see cref="TableStreams.Grace"/>:
    /// then the batch does not wait longer than that for those that do not.
    /// </summary>
    public bool HaveOthersWaited
    {
        get
        {
            foreach (var table in batch.WrittenTables)
            {
                if (HasWorked(table)) return true;
            }
            return false;
        }
    }

    /// <summary>Begins the next batch: after <see cref="TableStreams.BatchBegins"/>.</summary>
    public void Begin()
    {
        _down.Clear();
        _begun = clock.GetTimestamp();
        var count = batch.Plan.Targets.Count;
        Array.Resize(ref _acks, count);
        Array.Resize(ref _upSince, count);
        for (var table = 0; table < count; table++)
        {
            _acks[table] = tables.AcksOf(table);
            _upSince[table] = tables.IsUp(table) ? long.MinValue : null;
            if (count > 1 && tables.IsDown(table)) _down.Add(table);
        }
    }

    /// <summary>Looks which tables work. Call it in each round of the batch.</summary>
    public void Look()
    {
        for (var table = 0; table < _upSince.Length; table++)
            _upSince[table] = tables.IsUp(table) ? _upSince[table] ?? clock.GetTimestamp() : null;
    }

    /// <summary>
    /// Whether a table, by index in the plan, is one of them, and has acked no row since the batch began, of whatever batch.
    /// </summary>
    public bool Contains(int table) => _down.Contains(table) && !HasAcked(table);

    /// <summary>Their names, for an error.</summary>
    public string Names => string.Join(", ", _down.Order().Select(table => batch.Plan.Targets[table].Name));

    /// <summary>A row of this batch is durable.</summary>
    public void Acked(int table)
    {
        batch.AckedTables.Add(table);
        tables.WasAcked(table);
    }

    /// <summary>A row of an earlier batch is durable. May be called from any thread.</summary>
    public void AckedLate(int table) => tables.WasAcked(table);

    /// <summary>The batch gives up a row that has no ack. If it has waited for long, the next batch does not.</summary>
    public void NotAcked(in SentRow row)
    {
        if (!HasAcked(row.Target) && clock.GetElapsedTime(row.SentAt) >= TableStreams.Grace) tables.WasNotAcked(row.Target);
    }

    // One that has only just recovered does not end the wait for another that may recover with it.
    private bool HasWorked(int table) =>
        _upSince[table] is { } since && (since == long.MinValue || clock.GetElapsedTime(since) >= TableStreams.Grace);

    private bool HasAcked(int table) => tables.AcksOf(table) != _acks[table];
}
