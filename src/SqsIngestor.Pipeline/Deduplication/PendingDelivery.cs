using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Deduplication;

/// <summary>
/// A message that an invocation has sent, or is about to send, as other invocations see it: they wait for it. Thread-safe.
/// </summary>
internal sealed class PendingDelivery
{
    private readonly TaskCompletionSource<bool> _acked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReadOnlyList<int>? _tables;
    private volatile IReadOnlyList<(ITableStream Stream, long Offset)> _rows = [];
    private volatile bool _isOverdue;

    /// <summary>True once all rows are durable, false if the invocation failed to make them so.</summary>
    public Task<bool> Acked => _acked.Task;

    /// <summary>
    /// The tables, by index in the plan, whose acks are missing; null while the invocation goes on, because it is not known then.
    /// </summary>
    public IReadOnlyList<int>? Tables => _tables;

    /// <summary>Whether the ack of one of its rows has been overdue since its invocation has ended.</summary>
    public bool IsOverdue => _isOverdue;

    /// <summary>The invocation has ended, and waits no longer for the acks.</summary>
    /// <param name="tables">The tables, by index in the plan, whose acks are missing.</param>
    /// <param name="rows">The rows without an ack.</param>
    public void Ended(IReadOnlyList<int> tables, IReadOnlyList<(ITableStream Stream, long Offset)> rows) =>
        (_rows, _tables) = (rows, tables);

    /// <summary>The ack of a row is overdue: it may be one of these.</summary>
    public void AckIsOverdue(ITableStream stream, long offset)
    {
        if (_rows.Contains((stream, offset))) _isOverdue = true;
    }

    /// <summary>It is known what became of the message. Only the first call counts.</summary>
    public void Settle(bool acked) => _acked.TrySetResult(acked);
}
