namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Settles messages one at a time, or a FIFO group in its order, and queues those again that a stream or another invocation has
/// left behind. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class RetryingSettlement(
    Batch batch, MessageWaits waits, MessageSettlement settlement, SendQueue queue, AwaitedChanges awaited, BatchChanges changes,
    TimeProvider clock)
{
    private readonly MessageLedger _messages = batch.Messages;

    /// <summary>
    /// Whether a message whose stream failed is sent again in this batch. Then it counts as not sent from now on.
    /// </summary>
    public bool TryRetry(int message)
    {
        if (_messages.OutcomeOf(message) != MessageOutcome.StreamFailed || !_messages.CanRetry(message)) return false;
        _messages.Retry(message);
        return true;
    }

    /// <summary>Puts a message of a standard queue into the queue again. One that is suspected is alone this time too.</summary>
    /// <param name="message">Its index.</param>
    /// <param name="isNew">Whether another invocation had sent it, so that it must be looked up in the memory.</param>
    public void SendAgain(int message, bool isNew)
    {
        var waiting = new WaitingMessage(message, Group: null, isNew);
        if (!isNew && _messages.HistoryOf(message) is { IsSuspected: true } history)
            queue.AddSuspected(waiting with { OverdueAcks = history.OverdueAcks });
        else queue.Add(waiting);
    }

    /// <summary>Settles a message of a standard queue, or of a group of which nothing waits.</summary>
    /// <returns>Whether it waits to be sent again.</returns>
    public async ValueTask<bool> SettleOneAsync(int message)
    {
        var isNew = _messages.OutcomeOf(message) == MessageOutcome.SentEarlier;
        await SettleAsync(message).ConfigureAwait(false);
        if (!TryRetry(message)) return false;
        SendAgain(message, isNew);
        return true;
    }

    /// <summary>Settles what is known of the messages of a group that were sent.</summary>
    /// <returns>A message that another invocation had sent and that must be sent now; null if there is none.</returns>
    public async Task<int?> SettleGroupAsync(FifoGroup group)
    {
        while (!group.HasFailed && group.FirstSent is { } first)
        {
            if (!waits.IsReady(first))
            {
                changes.Add(awaited.NextChangeAsync(first), !waits.IsStuck(first));
                return null;
            }
            if (!_messages.IsSettled(first)) await SettleAsync(first).ConfigureAwait(false);
            group.FirstSettled();
            if (TryRetry(first)) return first;
            if (!_messages.HasSucceeded(first)) group.Failed(batch.IsOutOfTime(first, clock.GetUtcNow()));
        }
        return null;
    }

    /// <summary>Settles a message with what is known now; an error fails this message and no other.</summary>
    public async ValueTask SettleAsync(int message)
    {
        try
        {
            await settlement.SettleAsync(message).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // One message must not take others with it, whatever is wrong.
        catch (Exception e)
#pragma warning restore CA1031
        {
            settlement.Broke(message, e, isOver: false);
        }
    }
}
