namespace SqsIngestor.Pipeline.Deduplication;

/// <summary>
/// A message that an invocation has sent, or is about to send, as other invocations see it: they wait for it. Thread-safe.
/// </summary>
internal sealed class PendingDelivery
{
    private readonly TaskCompletionSource<bool> _acked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReadOnlyList<int>? _tables;

    /// <summary>True once all rows are durable, false if the invocation failed to make them so.</summary>
    public Task<bool> Acked => _acked.Task;

    /// <summary>
    /// The tables, by index in the plan, whose acks are missing; null while the invocation goes on, because it is not known then.
    /// </summary>
    public IReadOnlyList<int>? Tables
    {
        get => _tables;
        set => _tables = value;
    }

    /// <summary>It is known what became of the message. Only the first call counts.</summary>
    public void Settle(bool acked) => _acked.TrySetResult(acked);
}
