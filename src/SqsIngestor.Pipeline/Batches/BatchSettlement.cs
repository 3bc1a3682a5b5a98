namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Settles the messages of a batch as their acks come, and gives up those that hold up others. Reused from batch to batch; not
/// thread-safe.
/// </summary>
internal sealed class BatchSettlement(
    Batch batch, BatchTables tables, DownTables down, MessageWaits waits, MessageSettlement settlement,
    RetryingSettlement retrying, EarlierMessages earlier, SendQueue queue, AwaitedChanges awaited, BatchChanges changes,
    StalledMessages stalled, PendingRows pendingRows)
{
    private readonly MessageLedger _messages = batch.Messages;

    /// <summary>Begins the next batch.</summary>
    public void Clear()
    {
        settlement.Clear();
        awaited.Clear();
        earlier.Clear();
    }

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
                hasMoved |= await retrying.SettleOneAsync(i).ConfigureAwait(false);
                continue;
            }
            pending = i;
            if (!changes.AreWorthWaiting) changes.Expect(!waits.IsStuck(i));
        }
        // Acks of a stream come in order, so the last one tells of most; the others are polled.
        if (pending is { } last) changes.Add(awaited.NextChangeAsync(last), !waits.IsStuck(last));
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
            var change = waits.IsReady(i) ? Task.CompletedTask : awaited.NextRoomAsync(i, table);
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
                    await retrying.SettleOneAsync(i).ConfigureAwait(false);
                }
                else if (batch.Deadline.HasPassed)
                {
                    break;
                }
                else if (batch.WrittenTables.Count == 1 && !down.Any)
                {
                    var isDue = await changes.IsCheckDueAsync(awaited.NextChangeAsync(i)).ConfigureAwait(false);
                    if (isDue) await CheckAndGiveUpAsync().ConfigureAwait(false);
                }
                else
                {
                    changes.Begin();
                    changes.Add(awaited.NextChangeAsync(i), isWorthWaiting: true);
                    await changes.WaitAsync().ConfigureAwait(false);
                    await SettleReadyAsync().ConfigureAwait(false);
                }
                if (queue.Count > 0) return false;
            }
        }
        // A check may have given a message up that is sent again.
        if (queue.Count > 0) return false;
        if (!await SettleEarlierAsync().ConfigureAwait(false)) return false;
        tables.Check();
        await SettleUnackedAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// Whether the last check has found a row of this batch, or of an invocation that has ended, without an ack in a table, by
    /// index in the plan.
    /// </summary>
    public bool HasUnacked(int table) => pendingRows.HasAny(table) || earlier.HasUnacked(table);

    private async ValueTask CheckAndGiveUpAsync()
    {
        tables.Check();
        stalled.RenewBehindOthers();
        while (stalled.Find() is var (message, row))
        {
            // A group settles its messages in their order.
            if (row.OrderingKey == 0) await retrying.SettleOneAsync(message).ConfigureAwait(false);
            else await retrying.SettleAsync(message).ConfigureAwait(false);
            row.Stream.RenewConnection();
        }
    }

    // What has no ack until now returns to the queue.
    private async ValueTask SettleUnackedAsync()
    {
        for (var i = 0; i < _messages.Count; i++)
        {
            if (_messages.OutcomeOf(i) is MessageOutcome.InFlight or MessageOutcome.SentEarlier)
                await retrying.SettleAsync(i).ConfigureAwait(false);
        }
        await settlement.SettleAckedLateAsync().ConfigureAwait(false);
        if (_messages[MessageOutcome.DuplicateInBatch] == 0) return;
        // They share the outcome of their originals.
        for (var i = 0; i < _messages.Count; i++)
        {
            if (_messages.OutcomeOf(i) == MessageOutcome.DuplicateInBatch) await retrying.SettleAsync(i).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for what other invocations have sent. If they failed, this one sends it.</summary>
    /// <returns>False if a message must be sent.</returns>
    private async Task<bool> SettleEarlierAsync()
    {
        while (earlier.Any)
        {
            changes.Begin();
            await CheckAndGiveUpAsync().ConfigureAwait(false);
            await earlier.CheckAsync().ConfigureAwait(false);
            if (queue.Count > 0) return false;
            if (batch.Deadline.HasPassed) return true;
            if (earlier.Any) await changes.WaitAsync().ConfigureAwait(false);
        }
        return true;
    }
}
