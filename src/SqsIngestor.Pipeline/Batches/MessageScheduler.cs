using System.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Decides when each message of a batch is sent. What can be sent is sent at once. A message waits if a table that it needs is
/// not ready, if an earlier message of its group is not settled, or if it is suspected; it then delays its FIFO group only. Acks
/// are settled as they come, so that rows of a stream that failed are sent again before the deadline.
/// Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class MessageScheduler(
    Batch batch, SourceMessage source, BatchStreams streams, MessageSender sender, SendQueue queue, BatchSettlement settlement,
    RetryingSettlement retrying, EarlierMessages earlier, BatchChanges changes, FifoOrder order, MessageLog lines,
    TimeProvider clock)
{
    private readonly MessageLedger _messages = batch.Messages;
    private readonly HashSet<FifoGroup> _blocked = [];
    private SqsEventReader _reader = null!;
    private long _lastSend;
    private long _lastSuspect;

    // How long suspected messages wait for rows of other invocations.
    private TimeSpan MaxWaitForOthers => TableStreams.Grace < batch.Time / 4 ? TableStreams.Grace : batch.Time / 4;

    // The suspected message that was sent last.
    private int? _suspect;

    /// <summary>Sends and settles every message of a batch, until all are settled or the deadline passes.</summary>
    /// <param name="reader">Reads the event.</param>
    /// <exception cref="SqsEventException">The payload is not an SQS event. Messages before the fault may have been
    /// sent.</exception>
    public async Task RunAsync(SqsEventReader reader)
    {
        (_reader, _suspect) = (reader, null);
        queue.Clear();
        _blocked.Clear();
        changes.Begin();
        settlement.Clear();
        await SendNewAsync().ConfigureAwait(false);
        do await SendRestAsync().ConfigureAwait(false);
        while (!await settlement.SettleAllAsync().ConfigureAwait(false));
    }

    // Sends what can be sent at once, in the order of the event.
    private async Task SendNewAsync()
    {
        FifoGroups? groups = null;
        for (var place = _reader.Position; _reader.Read(source); place = _reader.Position)
        {
            var message = batch.Add(source, place);
            var group = FifoGroups.IsFifo(source) ? (groups ??= new FifoGroups()).Of(source) : null;
            if (group?.HasFailed == true) HoldBack(message, group);
            else if (group?.Waits == true) queue.Add(new(message, group, IsNew: true));
            else Note(message, group, await sender.AcceptAsync(message, source, group).ConfigureAwait(false));
        }
        _lastSend = clock.GetTimestamp();
    }

    /// <summary>Notes what became of an attempt to send a message.</summary>
    /// <returns>False if nothing has changed: the message still waits for the same thing.</returns>
    private bool Note(int message, FifoGroup? group, SendResult result)
    {
        switch (result)
        {
            case SendResult.Sent:
                if (_messages.OutcomeOf(message) == MessageOutcome.SentEarlier) earlier.Add(message, group);
                if (group is null) return true;
                // What another invocation has sent must be durable before the group goes on.
                var isElsewhere = _messages.OutcomeOf(message) is MessageOutcome.SentEarlier or MessageOutcome.DuplicateInBatch;
                if (isElsewhere) group.Sent(message, stream: null);
                group.MustSettle |= isElsewhere || order == FifoOrder.Wait;
                group.Waits |= group.MustSettle;
                return true;
            case SendResult.Failed when retrying.TryRetry(message):
                retrying.SendAgain(message, isNew: false);
                return true;
            case SendResult.Failed:
                group?.Failed(batch.IsOutOfTime(message, clock.GetUtcNow()));
                return true;
            case SendResult.Suspected:
                group?.Waits = true;
                group?.Suspect = message;
                queue.AddSuspected(new(message, group, IsNew: false) { OverdueAcks = _messages.HistoryOf(message).OverdueAcks });
                return true;
            case SendResult.TableNotReady:
                group?.Waits = true;
                queue.Add(new(message, group, IsNew: false) { Table = sender.NotReady });
                return false;
            case SendResult.GroupNotSettled:
                (group!.Waits, group.MustSettle) = (true, true);
                queue.Add(new(message, group, IsNew: false));
                return false;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Sends what had to wait, until nothing waits any more, or nothing is worth waiting for.</summary>
    private async Task SendRestAsync()
    {
        while (queue.Count > 0)
        {
            if (batch.Deadline.HasPassed)
            {
                GiveUp();
                return;
            }
            streams.ForgetFull();
            changes.Begin();
            var hasMoved = await settlement.SettleReadyAsync().ConfigureAwait(false);
            hasMoved |= await SendWaitingAsync().ConfigureAwait(false);
            hasMoved |= await SendSuspectedAsync().ConfigureAwait(false);
            if (hasMoved) continue;
            if (changes.AreWorthWaiting) await WaitAsync().ConfigureAwait(false);
            else GiveUp();
        }
    }

    private Task WaitAsync()
    {
        for (var table = 0; table < batch.Plan.Targets.Count; table++)
        {
            if (streams.IsFull(table)) settlement.ExpectRoom(table);
        }
        return changes.WaitAsync();
    }

    /// <summary>Sends those of the waiting messages that need not wait any more, in the order of the event.</summary>
    /// <returns>Whether any of them is waiting no longer.</returns>
    private async Task<bool> SendWaitingAsync()
    {
        var hasMoved = false;
        _blocked.Clear();
        foreach (var waiting in queue.TakeAll())
        {
            if (waiting.Group is { } group)
            {
                if (await retrying.SettleGroupAsync(group).ConfigureAwait(false) is { } again)
                    hasMoved |= await TryAsync(new(again, group, IsNew: true)).ConfigureAwait(false);
                if (group.HasFailed)
                {
                    HoldBack(waiting.Message, group);
                    hasMoved = true;
                    continue;
                }
                if (!group.CanSend(waiting.Message) || _blocked.Contains(group))
                {
                    queue.Add(waiting);
                    // Also if an ack arrives now: those behind it must not go first.
                    if (!group.IsBehindSuspect(waiting.Message)) _blocked.Add(group);
                    continue;
                }
            }
            hasMoved |= await TryAsync(waiting).ConfigureAwait(false);
        }
        return hasMoved;
    }

    /// <returns>False if the message still waits.</returns>
    private async ValueTask<bool> TryAsync(WaitingMessage waiting)
    {
        var (message, group, isNew) = waiting;
        if (waiting.Table is { } table && streams.Ask(table) is { Stream: null, Failure: null })
        {
            queue.Add(waiting);
            WaitFor(table);
        }
        else
        {
            var result = await AttemptAsync(message, group, isNew).ConfigureAwait(false);
            if (Note(message, group, result))
            {
                _lastSend = clock.GetTimestamp();
                return true;
            }
            if (result == SendResult.TableNotReady) WaitFor(sender.NotReady);
        }
        if (group is not null) _blocked.Add(group);
        return false;
    }

    private void WaitFor(int table, bool isBusy = false)
    {
        var access = streams.Ask(table);
        var isWorthWaiting = streams.IsWorthWaiting(table, access);
        // Ready since it was asked last: the next round is due.
        var opening = access.Stream is not null && !isBusy ? Task.CompletedTask : access.Opening;
        if (opening is not null) changes.Add(opening, isWorthWaiting);
        else changes.Expect(isWorthWaiting);
    }

    /// <summary>
    /// Sends one suspected message if no other is in flight, and its tables have no row of another invocation in flight. If it
    /// ends the connection, no other row is lost with it, and no other waits for the next connection. If nothing was sent for
    /// <see cref="TableStreams.Grace"/>, one may go whose own tables have no row of this batch in flight. In a FIFO queue, the
    /// rest of its group follows it, so that only this group waits for it.
    /// </summary>
    /// <returns>Whether one was tried, or something has moved that it waits for.</returns>
    private async Task<bool> SendSuspectedAsync()
    {
        if (queue.Suspected.Count == 0) return false;
        if (await earlier.SettleReadyAsync().ConfigureAwait(false)) return true;
        var isAlone = _messages[MessageOutcome.InFlight] == 0 && _messages[MessageOutcome.SentEarlier] == 0;
        if (!isAlone && !MayPassOthers())
        {
            changes.Expect(isWorthWaiting: true);
            return false;
        }
        var suspected = queue.Suspected;
        // Those of other invocations may never end.
        var mayPassInvocations = clock.GetElapsedTime(_lastSend) >= MaxWaitForOthers;
        Func<int, bool>? isBusy = !isAlone ? settlement.HasUnacked : mayPassInvocations ? null : streams.HasUnacked;
        for (var i = 0; i < suspected.Count; i++)
        {
            var (message, group, _) = suspected[i];
            if (group is not null)
            {
                if (await retrying.SettleGroupAsync(group).ConfigureAwait(false) is { } again)
                    await TryAsync(new(again, group, IsNew: true)).ConfigureAwait(false);
                if (group.HasFailed)
                {
                    HoldBack(message, group);
                    queue.RemoveSuspected(i);
                    return true;
                }
                if (!group.CanSend(message) || _blocked.Contains(group)) continue;
            }
            if (suspected[i].Table is { } table
                && (IsBusy(table) || streams.Ask(table) is { Stream: null, Failure: null }))
            {
                WaitFor(table, IsBusy(table));
                continue;
            }
            var result = await AttemptAsync(message, group, isNew: false, isBusy).ConfigureAwait(false);
            if (result == SendResult.TableNotReady)
            {
                suspected[i] = suspected[i] with { Table = sender.NotReady };
                WaitFor(sender.NotReady, IsBusy(sender.NotReady));
                continue;
            }
            if (result == SendResult.GroupNotSettled)
            {
                group!.MustSettle = true;
                continue;
            }
            queue.RemoveSuspected(i);
            (_suspect, _lastSuspect) = (message, clock.GetTimestamp());
            Note(message, group, result);
            return true;
        }
        return false;

        bool IsBusy(int table) => isBusy?.Invoke(table) == true;
    }

    // The ordinary messages are waited for once, and each suspected one.
    private bool MayPassOthers() =>
        clock.GetElapsedTime(_lastSend) >= TableStreams.Grace
            && (_suspect is not { } suspect || _messages.IsSettled(suspect)
                || clock.GetElapsedTime(_lastSuspect) >= TableStreams.Grace);

    private ValueTask<SendResult> AttemptAsync(int message, FifoGroup? group, bool isNew, Func<int, bool>? isBusy = null)
    {
        _reader.Position = _messages.PlaceOf(message);
        _reader.Read(source);
        return isNew ? sender.AcceptAsync(message, source, group) : sender.SendAsync(message, source, group, isBusy);
    }

    /// <summary>Nothing that still waits is sent: the deadline has passed, or waiting for it would hold up the others.</summary>
    private void GiveUp()
    {
        foreach (var waiting in queue.TakeAll()) GiveUp(waiting);
        foreach (var waiting in queue.Suspected) GiveUp(waiting);
        queue.Suspected.Clear();
    }

    private void GiveUp(WaitingMessage waiting)
    {
        var (message, group, _) = waiting;
        if (group?.CanSend(message) == false)
        {
            HoldBack(message, group);
        }
        else if (waiting.Table is { } table && streams.Ask(table) is { Stream: null, IsFull: false })
        {
            streams.GiveUp(table);
            _messages.StreamFailed(message, mayRetry: false);
            group?.Failed(isOutOfTime: false);
        }
        else
        {
            batch.Faults.TimedOut();
            _messages.TimedOut(message);
            group?.Failed(batch.IsOutOfTime(message, clock.GetUtcNow()));
        }
    }

    // A group that has not failed waits for messages that are not settled: then the time is up for both.
    private void HoldBack(int message, FifoGroup group) => lines.NotSent(
        message, group.HasFailed ? group.IsOutOfTime : batch.Deadline.IsOver(clock.GetUtcNow()));
}
