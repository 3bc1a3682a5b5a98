using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// What the connections of a batch's tables wait for, and for how long: a row that never gets an ack holds up those behind it.
/// What it saw on a connection stays true when that one is replaced. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class AckWatch(Batch batch, TableStreams tables)
{
    // How long a connection may ack nothing before the ack that it waits for is overdue: less is only slow.
    private static readonly TimeSpan Patience = ZerobusStream.RenewalPatience;

    // A plan that is loaded anew may leave a batch hardly any time.
    private static readonly TimeSpan MinPatience = TimeSpan.FromMilliseconds(500);

    // A row that takes so much longer than others is not slow.
    private const int SlowestAcks = 2;

    private Wait[] _waits = [];

    /// <summary>Begins the next batch.</summary>
    public void Begin()
    {
        Array.Resize(ref _waits, batch.Plan.Targets.Count);
        Array.Clear(_waits);
    }

    /// <summary>Asks each connection. Call it in each round of the batch, and when the batch gives up.</summary>
    public void Check()
    {
        for (var table = 0; table < _waits.Length; table++) Check(table);
    }

    /// <summary>
    /// Whether the ack of a row is overdue: a connection has waited for it so long that it may never come; in a short batch, for
    /// half of its time.
    /// </summary>
    public bool IsOverdue(in SentRow row) => IsAwaited(row) && IsOverdue(_waits[row.Target]);

    /// <summary>
    /// Whether a row whose ack is overdue has had its time, so that the batch should wait for others: the client can replace the
    /// connection, and a row that was not suspected before has had a quarter of the batch's time. Those behind it are sent again
    /// then, which is of no use if acks are only slow.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="wasSuspected">Whether an earlier delivery suspected its message.</param>
    public bool HasHadItsTime(in SentRow row, bool wasSuspected) =>
        IsOverdue(row)
            && _waits[row.Target].Awaited is var awaited
            && awaited.Waited >= (wasSuspected ? awaited.Patience : Max(awaited.Patience, batch.Time / 4));

    /// <summary>Whether a row behind the awaited one of its table waits for it, apart from the others of its message.</summary>
    /// <param name="last">The last row of that message on the same stream.</param>
    public bool HasOthersBehind(in SentRow last) => _waits[last.Target].Awaited.NewestBehind > last.Offset;

    /// <summary>
    /// The row in a table, by index in the plan, whose ack is overdue, also one of an earlier batch; null if there is none.
    /// </summary>
    public (ITableStream Stream, long Offset)? OverdueOf(int table) =>
        _waits[table] is var wait && IsOverdue(wait) ? (wait.Stream, wait.Awaited.Offset) : null;

    /// <summary>Whether the connection of its table waits for a row, as far as the last check has found.</summary>
    public bool IsAwaited(in SentRow row) =>
        row.Stream == _waits[row.Target].Stream && row.Offset == _waits[row.Target].Awaited.Offset;

    /// <summary>How long one connection of a table, by index in the plan, has waited for that row.</summary>
    public TimeSpan LongestOf(int table) => _waits[table].Longest;

    private void Check(int table)
    {
        if (tables.StreamOf(table) is not { Awaited: { } awaited } stream) return;
        ref var wait = ref _waits[table];
        var isSame = stream == wait.Stream && awaited.Offset == wait.Awaited.Offset;
        // A process that is frozen between batches reads no acks.
        var waited = tables.SincePause(awaited.Waited);
        wait = new(stream, awaited, isSame ? Max(wait.Longest, waited) : waited);
    }

    private bool IsOverdue(in Wait wait) =>
        wait.Longest >= Max(Max(Min(Patience, batch.Time / 2), MinPatience), SlowestAcks * wait.Awaited.SlowestAck);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    // The row that a connection waits for, and the longest time that one connection has waited for it.
    private readonly record struct Wait(ITableStream Stream, AwaitedAck Awaited, TimeSpan Longest);
}
