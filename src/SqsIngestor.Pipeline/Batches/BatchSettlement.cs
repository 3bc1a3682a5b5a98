namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Settles the messages of a batch as their acks come, and puts those into the queue again that a stream or another invocation
/// has left behind. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class BatchSettlement(
    Batch batch, MessageWaits waits, MessageSettlement settlement, DownTables down, WorkingTables working, BatchAcks acks,
    AckWatch watch, StalledMessages stalled, SendQueue queue, BatchChanges changes, PendingRows pendingRows, TimeProvider clock)
{
    // More than a round waits for: the message that is awaited, the last one, FIFO groups and tables without room.
    private const int MostKept = 64;

    private readonly MessageLedger _messages = batch.Messages;

    // What is awaited for a message, in a table or in any. Checks without a change share one wait, because each wait stays with
    // its stream until the ack.
    private readonly Dictionary<(int Message, int? Table), Task> _changes = [];
    private List<SentEarlier> _sentEarlier = [];
    private List<SentEarlier> _asked = [];

    // The tables of what earlier invocations have sent, at the last check.
    private readonly HashSet<int> _earlierTables = [];

    /// <summary>Begins the next batch.</summary>
    public void Clear()
    {
        settlement.Clear();
        _changes.Clear();
        _sentEarlier.Clear();
        _asked.Clear();
        _earlierTables.Clear();
    }

    /// <summary>Another invocation has sent a message, or is about to.</summary>
    public void AddEarlier(int message, FifoGroup? group) => _sentEarlier.Add(new(message, group));

    /// <summary>Settles whatever can be settled without waiting, and sends again what a stream left behind.</summary>
    /// <returns>Whether a message waits to be sent again.</returns>
    public async Task<bool> SettleReadyAsync()
    {
        var hasMoved = false;
        int? pending = null;
        await CheckAndGiveUpAsync().ConfigureAwait(false);
        pendingRows.Clear();
        for (var i = _messages.FirstInFlight; i < _messages.Count; i++)
        {
            if (_messages.OutcomeOf(i) != MessageOutcome.InFlight) continue;
            if (waits.IsReady(i, pendingRows))
            {
                hasMoved |= await SettleOneAsync(i).ConfigureAwait(false);
                continue;
            }
            pending = i;
            if (!changes.AreWorthWaiting) changes.Expect(!waits.IsStuck(i));
        }
        // Acks of a stream come in order, so the last one tells of most; the others are polled.
        if (pending is { } last) changes.Add(NextChangeAsync(last), !waits.IsStuck(last));
        return hasMoved;
    }

    /// <summary>
    /// A stream has no room. It gets some when its oldest row is settled, which may be long before the last one.
    /// </summary>
    public void ExpectRoom(int table)
    {
        for (var i = _messages.FirstInFlight; i < _messages.Count; i++)
        {
            if (_messages.OutcomeOf(i) != MessageOutcome.InFlight) continue;
            // Ready since the last check: the next one settles it.
            var change = waits.IsReady(i) ? Task.CompletedTask : NextRoomAsync(i, table);
            if (change is not { } room) continue;
            changes.Add(room, isWorthWaiting: true);
            return;
        }
    }

    /// <summary>
    /// Waits until every message that was sent is settled; last, those that another invocation sent.
    /// </summary>
    /// <returns>False if a message must be sent again.</returns>
    public async Task<bool> SettleAllAsync()
    {
        await CheckAndGiveUpAsync().ConfigureAwait(false);
        for (var i = _messages.FirstInFlight; i < _messages.Count; i++)
        {
            while (_messages.OutcomeOf(i) == MessageOutcome.InFlight && !waits.IsStuck(i))
            {
                if (waits.IsReady(i))
                {
                    await SettleOneAsync(i).ConfigureAwait(false);
                }
                else if (batch.Deadline.HasPassed)
                {
                    break;
                }
                else if (batch.WrittenTables.Count == 1 && !down.Any)
                {
                    var isDue = await changes.IsCheckDueAsync(NextChangeAsync(i)).ConfigureAwait(false);
                    if (isDue) await CheckAndGiveUpAsync().ConfigureAwait(false);
                }
                else
                {
                    changes.Begin();
                    changes.Add(NextChangeAsync(i), isWorthWaiting: true);
                    await changes.WaitAsync().ConfigureAwait(false);
                    await SettleReadyAsync().ConfigureAwait(false);
                }
                if (queue.Count > 0) return false;
            }
        }
        if (!await SettleEarlierAsync().ConfigureAwait(false)) return false;
        Check();
        await SettleUnackedAsync().ConfigureAwait(false);
        return true;
    }

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

    /// <summary>Settles what is known of the messages of a group that were sent.</summary>
    /// <returns>A message that another invocation had sent and that must be sent now; null if there is none.</returns>
    public async Task<int?> SettleGroupAsync(FifoGroup group)
    {
        while (!group.HasFailed && group.FirstSent is { } first)
        {
            if (!waits.IsReady(first))
            {
                changes.Add(NextChangeAsync(first), !waits.IsStuck(first));
                return null;
            }
            if (!_messages.IsSettled(first)) await SettleAsync(first).ConfigureAwait(false);
            group.FirstSettled();
            if (TryRetry(first)) return first;
            if (!_messages.HasSucceeded(first)) group.Failed(batch.IsOutOfTime(first, clock.GetUtcNow()));
        }
        return null;
    }

    /// <summary>
    /// Settles whatever can be settled without waiting of what other invocations have sent, and sends again what they failed to
    /// deliver.
    /// </summary>
    /// <returns>Whether any of it is awaited no longer.</returns>
    public async Task<bool> SettleEarlierReadyAsync()
    {
        var before = _sentEarlier.Count;
        if (await CheckEarlierAsync().ConfigureAwait(false) is { } last)
            changes.Add(NextChangeAsync(last), isWorthWaiting: true);
        return _sentEarlier.Count < before;
    }

    /// <summary>
    /// Whether the last check has found a row of this batch, or of an invocation that has ended, without an ack in a table, by
    /// index in the plan.
    /// </summary>
    public bool AwaitsAck(int table) => pendingRows.HasAny(table) || _earlierTables.Contains(table);

    private Task NextChangeAsync(int message) =>
        Awaited(message, table: null) ?? Keep(message, table: null, waits.NextChangeAsync(message));

    private Task? NextRoomAsync(int message, int table) => Awaited(message, table)
        ?? (waits.NextRoomAsync(message, table) is { } room ? Keep(message, table, room) : null);

    private Task? Awaited(int message, int? table) =>
        _changes.TryGetValue((message, table), out var change) && !change.IsCompleted ? change : null;

    private Task Keep(int message, int? table, Task change)
    {
        if (_changes.Count >= MostKept) _changes.Clear();
        return _changes[(message, table)] = change;
    }

    private async ValueTask CheckAndGiveUpAsync()
    {
        Check();
        while (stalled.Find() is var (message, row))
        {
            // A group settles its messages in their order.
            if (row.OrderingKey == 0) await SettleOneAsync(message).ConfigureAwait(false);
            else await SettleAsync(message).ConfigureAwait(false);
            row.Stream.RenewConnection();
        }
    }

    // What has no ack until now returns to the queue.
    private async ValueTask SettleUnackedAsync()
    {
        for (var i = 0; i < _messages.Count; i++)
        {
            if (_messages.OutcomeOf(i) is MessageOutcome.InFlight or MessageOutcome.SentEarlier)
                await SettleAsync(i).ConfigureAwait(false);
        }
        await settlement.SettleAckedLateAsync().ConfigureAwait(false);
        if (_messages[MessageOutcome.DuplicateInBatch] == 0) return;
        // They share the outcome of their originals.
        for (var i = 0; i < _messages.Count; i++)
        {
            if (_messages.OutcomeOf(i) == MessageOutcome.DuplicateInBatch) await SettleAsync(i).ConfigureAwait(false);
        }
    }

    private void Check()
    {
        acks.Report();
        working.Check();
        watch.Check(_earlierTables);
    }

    /// <summary>Waits for what other invocations have sent. If they failed, this one sends it.</summary>
    /// <returns>False if a message must be sent.</returns>
    private async Task<bool> SettleEarlierAsync()
    {
        while (_sentEarlier.Count > 0)
        {
            changes.Begin();
            await CheckAndGiveUpAsync().ConfigureAwait(false);
            if (await CheckEarlierAsync().ConfigureAwait(false) is { } last)
                changes.Add(NextChangeAsync(last), isWorthWaiting: true);
            if (queue.Count > 0) return false;
            if (batch.Deadline.HasPassed) return true;
            if (_sentEarlier.Count > 0) await changes.WaitAsync().ConfigureAwait(false);
        }
        return true;
    }

    /// <summary>Settles what other invocations have sent, as far as it can be decided now.</summary>
    /// <returns>The last message that must be waited for, which tells of most here too; null if there is none.</returns>
    private async ValueTask<int?> CheckEarlierAsync()
    {
        (_sentEarlier, _asked) = (_asked, _sentEarlier);
        _earlierTables.Clear();
        int? pending = null;
        foreach (var earlier in _asked)
        {
            if (!await IsAwaitedAsync(earlier).ConfigureAwait(false)) continue;
            _sentEarlier.Add(earlier);
            if (waits.IsReady(earlier.Message)) continue;
            pending = earlier.Message;
            if (_messages.EarlierOf(earlier.Message) is { Tables: { } tables } delivery)
            {
                _earlierTables.UnionWith(tables);
                foreach (var table in tables)
                {
                    if (watch.OverdueOf(table) is var (stream, offset)) delivery.AckIsOverdue(stream, offset);
                }
            }
        }
        _asked.Clear();
        return pending;
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
            await SettleOneAsync(message).ConfigureAwait(false);
            return false;
        }
        if (await SettleGroupAsync(group).ConfigureAwait(false) is { } again) queue.Add(new(again, group, IsNew: true));
        // A message before it in its group may still be in flight.
        return _messages.OutcomeOf(message) == MessageOutcome.SentEarlier
            && group is { HasFailed: false, FirstSent: { } first } && !waits.IsStuck(first);
    }

    /// <summary>Settles a message of a standard queue, or of a group of which nothing waits.</summary>
    /// <returns>Whether it waits to be sent again.</returns>
    private async ValueTask<bool> SettleOneAsync(int message)
    {
        var isNew = _messages.OutcomeOf(message) == MessageOutcome.SentEarlier;
        await SettleAsync(message).ConfigureAwait(false);
        if (!TryRetry(message)) return false;
        SendAgain(message, isNew);
        return true;
    }

    private async ValueTask SettleAsync(int message)
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

    /// <summary>A message that another invocation has sent, or is about to.</summary>
    private readonly record struct SentEarlier(int Message, FifoGroup? Group);
}
