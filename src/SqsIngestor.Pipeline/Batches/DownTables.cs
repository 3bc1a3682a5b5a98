using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The tables that were known to be down when a batch began. It waits for them for <see cref="TableStreams.Grace"/>, and not
/// until its deadline, because messages of other tables may wait for the batch to end. If every table of the mapping is in
/// trouble, or there is only one, nothing is held up. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class DownTables(Batch batch, TableStreams tables, BatchAcks acks, WorkingTables working, TimeProvider clock)
{
    private readonly HashSet<int> _down = [];
    private long _begun;

    /// <summary>Whether there are any.</summary>
    public bool Any => _down.Count > 0;

    // Whether the time is up that the batch has for those that have not recovered.
    private bool IsTimeUp => Any && clock.GetElapsedTime(_begun) >= TableStreams.Grace && AnyWithoutAck && working.Any;

    private bool AnyWithoutAck
    {
        get
        {
            foreach (var table in _down)
            {
                if (Contains(table)) return true;
            }
            return false;
        }
    }

    /// <summary>Begins the next batch.</summary>
    public void Begin()
    {
        _down.Clear();
        _begun = clock.GetTimestamp();
        if (batch.Plan.Targets.Count == 1) return;
        for (var table = 0; table < batch.Plan.Targets.Count; table++)
        {
            if (tables.IsDown(table)) _down.Add(table);
        }
    }

    /// <summary>
    /// Whether a table, by index in the plan, is one of them, and has acked no row since the batch began, of any batch.
    /// </summary>
    public bool Contains(int table) => _down.Contains(table) && acks.SinceBegin(table) == 0;

    /// <summary>Whether a table, by index in the plan, is still one of them, and the batch has waited long enough.</summary>
    public bool HasHadItsTime(int table) => IsTimeUp && Contains(table);

    /// <summary>
    /// Whether what another invocation has sent waits for one of them, whose time is up. Until that invocation ends, it is not
    /// known what it waits for.
    /// </summary>
    /// <param name="awaited">The tables of the rows, by index in the plan; null if they are not known.</param>
    public bool HoldUp(IReadOnlyList<int>? awaited) => IsTimeUp && (awaited is null || awaited.Any(Contains));

    /// <summary>The names, for an error, of those of some tables that a batch does not wait for.</summary>
    /// <param name="awaited">The tables, by index in the plan; null if they are not known.</param>
    public IEnumerable<string> NamesOf(IReadOnlyList<int>? awaited)
    {
        var candidates = awaited ?? [.. _down.Order()];
        var down = candidates.Where(Contains).ToList();
        return (down.Count > 0 ? down : candidates).Select(table => batch.Plan.Targets[table].Name);
    }

    /// <summary>The batch gives up a row that has no ack. If it has waited for long, the next batch does not.</summary>
    public void NotAcked(in SentRow row)
    {
        if (acks.SinceBegin(row.Target) == 0 && clock.GetElapsedTime(row.SentAt) >= TableStreams.Grace)
            tables.WasNotAcked(row.Target);
    }
}
