namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The messages of a batch that other invocations have sent, or are about to. The batch waits for what becomes of them, and sends
/// again what those failed to deliver. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class EarlierMessages(
    Batch batch, MessageWaits waits, RetryingSettlement settlement, AckWatch watch, SendQueue queue, AwaitedChanges awaited,
    BatchChanges changes)
{
    private readonly MessageLedger _messages = batch.Messages;
    private List<SentEarlier> _waiting = [];
    private List<SentEarlier> _asked = [];

    // The tables of what they wait for, at the last check.
    private readonly HashSet<int> _tables = [];

    /// <summary>Whether any is awaited.</summary>
    public bool Any => _waiting.Count > 0;

    /// <summary>Begins the next batch.</summary>
    public void Clear()
    {
        _waiting.Clear();
        _asked.Clear();
        _tables.Clear();
    }

    /// <summary>Another invocation has sent a message, or is about to.</summary>
    public void Add(int message, FifoGroup? group) => _waiting.Add(new(message, group));

    /// <summary>
    /// Whether the last check has found a row without an ack in a table, by index in the plan, of an invocation that has ended.
    /// </summary>
    public bool HasUnacked(int table) => _tables.Contains(table);

    /// <summary>Settles what can be settled without waiting.</summary>
    /// <returns>Whether any of it is awaited no longer.</returns>
    public async Task<bool> SettleReadyAsync()
    {
        var before = _waiting.Count;
        await CheckAsync().ConfigureAwait(false);
        return _waiting.Count < before;
    }

    /// <summary>
    /// Settles them, or queues them, as far as it can be decided now, and expects the last change that is awaited, which tells of
    /// most here too.
    /// </summary>
    public async ValueTask CheckAsync()
    {
        (_waiting, _asked) = (_asked, _waiting);
        _tables.Clear();
        int? pending = null;
        foreach (var earlier in _asked)
        {
            if (!await IsAwaitedAsync(earlier).ConfigureAwait(false)) continue;
            _waiting.Add(earlier);
            if (waits.IsReady(earlier.Message)) continue;
            pending = earlier.Message;
            if (_messages.EarlierOf(earlier.Message) is { Tables: { } tables } delivery)
            {
                _tables.UnionWith(tables);
                foreach (var table in tables)
                {
                    if (watch.OverdueOf(table) is var (stream, offset)) delivery.AckIsOverdue(stream, offset);
                }
            }
        }
        _asked.Clear();
        if (pending is { } last) changes.Add(awaited.NextChangeAsync(last), isWorthWaiting: true);
    }

    /// <summary>Settles what another invocation has sent, or queues it, if that can be decided now.</summary>
    /// <returns>Whether it must be waited for.</returns>
    private async ValueTask<bool> IsAwaitedAsync(SentEarlier earlier)
    {
        var (message, group) = earlier;
        if (_messages.OutcomeOf(message) != MessageOutcome.SentEarlier) return false;
        if (!waits.IsReady(message)) return !waits.IsStuck(message);
        if (group is null)
        {
            await settlement.SettleOneAsync(message).ConfigureAwait(false);
            return false;
        }
        if (await settlement.SettleGroupAsync(group).ConfigureAwait(false) is { } again)
            queue.Add(new(again, group, IsNew: true));
        // A message before it in its group may still be in flight.
        return _messages.OutcomeOf(message) == MessageOutcome.SentEarlier
            && group is { HasFailed: false, FirstSent: { } first } && !waits.IsStuck(first);
    }

    private readonly record struct SentEarlier(int Message, FifoGroup? Group);
}
