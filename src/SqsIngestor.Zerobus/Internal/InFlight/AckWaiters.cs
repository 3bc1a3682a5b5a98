namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// Those who wait for an offset. One completion per offset however many wait, so that abandoned waits leave nothing behind.
/// Not thread-safe; completions run elsewhere.
/// </summary>
internal sealed class AckWaiters
{
    private readonly Dictionary<long, TaskCompletionSource> _byOffset = [];
    private readonly PriorityQueue<long, long> _order = new();

    public Task Add(long offset)
    {
        if (!_byOffset.TryGetValue(offset, out var waiter))
        {
            _byOffset[offset] = waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _order.Enqueue(offset, offset);
        }

        return waiter.Task;
    }

    /// <summary>Wakes everyone who waits for this offset or an earlier one.</summary>
    public void Complete(long upTo)
    {
        while (_order.TryPeek(out var offset, out _) && offset <= upTo)
        {
            _order.Dequeue();
            _byOffset.Remove(offset, out var waiter);
            waiter!.SetResult();
        }
    }
}
