using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Decides when each message of a batch is sent. Whatever can be sent is sent at once. What has to wait holds up itself and its
/// group alone: a table that is not ready, an earlier message of its group, or the end of everything else if it is suspected to
/// end connections. What was sent is settled as its acks come, so that what a stream left behind is sent once more in time.
/// Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class MessageScheduler(
    Batch batch, SourceMessage source, BatchStreams streams, MessageSender sender, BatchSettlement settlement, FifoOrder order,
    ILogger logger, TimeProvider clock)
{
    // How often to look at what nothing announces: connections that are lost or back, and room in streams.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly MessageLedger _messages = batch.Messages;
    private readonly List<Foreign> _foreign = [];
    private readonly HashSet<FifoGroup> _blocked = [];
    private readonly List<Task> _changes = [];
    private readonly List<Waiting> _suspected = [];
    private List<Waiting> _waiting = [];
    private List<Waiting> _trying = [];
    private SqsEventReader _reader = null!;
    private long _lastSend;
    private bool _isHopeful;

    /// <summary>Sends and settles every message of a batch, until all are settled or the deadline passes.</summary>
    /// <param name="reader">Reads the event.</param>
    public async Task RunAsync(SqsEventReader reader)
    {
        _reader = reader;
        _waiting.Clear();
        _suspected.Clear();
        _foreign.Clear();
        await SendNewAsync().ConfigureAwait(false);
        do await SendRestAsync().ConfigureAwait(false);
        while (!await SettleAsync().ConfigureAwait(false));
    }

    // Sends what can be sent at once, in the order of the event.
    private async Task SendNewAsync()
    {
        FifoGroups? groups = null;
        for (var place = _reader.Position; _reader.Read(source); place = _reader.Position)
        {
            var message = batch.Add(source, place);
            var group = FifoGroups.IsFifo(source) ? (groups ??= new FifoGroups()).Of(source) : null;
            if (group?.HasFailed == true) HoldBack(message);
            else if (group?.Waits == true) _waiting.Add(new(message, group, IsNew: true));
            else Note(message, group, await sender.AcceptAsync(message, source, group).ConfigureAwait(false));
        }
        _lastSend = clock.GetTimestamp();
    }

    /// <summary>Notes what became of an attempt to send a message.</summary>
    /// <returns>False if the message still waits.</returns>
    private bool Note(int message, FifoGroup? group, SendResult result)
    {
        switch (result)
        {
            case SendResult.Sent:
                // What another invocation has sent must be durable before the group goes on.
                var isForeign = _messages.OutcomeOf(message) is MessageOutcome.SentEarlier or MessageOutcome.DuplicateInBatch;
                if (_messages.OutcomeOf(message) == MessageOutcome.SentEarlier) _foreign.Add(new(message, group));
                if (group is null) return true;
                if (isForeign) group.Sent(message, stream: null);
                group.MustSettle |= isForeign || order == FifoOrder.Wait;
                group.Waits |= group.MustSettle;
                return true;
            case SendResult.Failed when TakeBack(message):
                _waiting.Add(new(message, group, IsNew: false));
                return true;
            case SendResult.Failed:
                group?.HasFailed = true;
                return true;
            case SendResult.Suspected:
                _suspected.Add(new(message, Group: null, IsNew: false));
                return true;
            case SendResult.TableNotReady:
                group?.Waits = true;
                _waiting.Add(new(message, group, IsNew: false) { Table = sender.Missing });
                return false;
            case SendResult.GroupNotSettled:
                (group!.Waits, group.MustSettle) = (true, true);
                _waiting.Add(new(message, group, IsNew: false));
                return false;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Sends what had to wait, until nothing waits any more, or nothing is worth waiting for.</summary>
    private async Task SendRestAsync()
    {
        while (_waiting.Count + _suspected.Count > 0)
        {
            if (batch.Deadline.HasPassed)
            {
                GiveUp();
                return;
            }
            streams.ForgetFull();
            _changes.Clear();
            _isHopeful = false;
            var hasMoved = await SettleReadyAsync().ConfigureAwait(false);
            hasMoved |= await SendWaitingAsync().ConfigureAwait(false);
            hasMoved |= await SendSuspectedAsync().ConfigureAwait(false);
            if (hasMoved) continue;
            if (_isHopeful) await ChangeAsync().ConfigureAwait(false);
            else GiveUp();
        }
    }

    /// <summary>Sends those of the waiting messages that need not wait any more, in the order of the event.</summary>
    /// <returns>Whether any of them is waiting no longer.</returns>
    private async Task<bool> SendWaitingAsync()
    {
        var hasMoved = false;
        (_waiting, _trying) = (_trying, _waiting);
        _blocked.Clear();
        foreach (var waiting in _trying)
        {
            if (waiting.Group is { } group)
            {
                if (await SettleAsync(group).ConfigureAwait(false) is { } again)
                    hasMoved |= await TryAsync(new(again, group, IsNew: true)).ConfigureAwait(false);
                if (group.HasFailed)
                {
                    HoldBack(waiting.Message);
                    hasMoved = true;
                    continue;
                }
                if (!group.CanGoOn || _blocked.Contains(group))
                {
                    _waiting.Add(waiting);
                    continue;
                }
            }
            hasMoved |= await TryAsync(waiting).ConfigureAwait(false);
        }
        _trying.Clear();
        return hasMoved;
    }

    /// <summary>Settles what is known of the messages of a group that were sent.</summary>
    /// <returns>A message that another invocation had sent and that must be sent now; null if there is none.</returns>
    private async Task<int?> SettleAsync(FifoGroup group)
    {
        while (!group.HasFailed && group.FirstSent is { } first)
        {
            if (!settlement.IsReady(first))
            {
                _changes.Add(settlement.ChangeOf(first));
                _isHopeful |= !settlement.IsStuck(first);
                return null;
            }
            if (!_messages.IsSettled(first)) await settlement.SettleAsync(first).ConfigureAwait(false);
            group.FirstSettled();
            if (TakeBack(first)) return first;
            group.HasFailed = !_messages.HasSucceeded(first);
        }
        return null;
    }

    /// <returns>False if the message still waits.</returns>
    private async ValueTask<bool> TryAsync(Waiting waiting)
    {
        var (message, group, isNew) = waiting;
        if (waiting.Table is { } table && streams.Ask(table) is { Stream: null, Failure: null })
        {
            _waiting.Add(waiting);
        }
        else
        {
            var result = await AttemptAsync(message, group, isNew).ConfigureAwait(false);
            if (Note(message, group, result))
            {
                _lastSend = clock.GetTimestamp();
                return true;
            }
            if (result != SendResult.TableNotReady) return Block(group);
            table = sender.Missing;
        }
        WaitFor(table);
        return Block(group);
    }

    private bool Block(FifoGroup? group)
    {
        if (group is not null) _blocked.Add(group);
        return false;
    }

    private void WaitFor(int table)
    {
        var access = streams.Ask(table);
        if (access.Opening is { } opening) _changes.Add(opening);
        _isHopeful |= streams.IsWorthWaiting(table, access);
    }

    /// <summary>
    /// Sends one of the suspected messages when nothing else is in flight, or has been for long, so that none of them takes
    /// another one with it.
    /// </summary>
    private async Task<bool> SendSuspectedAsync()
    {
        if (_suspected.Count == 0) return false;
        if (IsAnyInFlight() && clock.GetElapsedTime(_lastSend) < TableStreams.Grace)
        {
            _isHopeful = true;
            return false;
        }
        for (var i = 0; i < _suspected.Count; i++)
        {
            var message = _suspected[i].Message;
            if (await AttemptAsync(message, null, isNew: false).ConfigureAwait(false) == SendResult.TableNotReady)
            {
                _suspected[i] = _suspected[i] with { Table = sender.Missing };
                WaitFor(sender.Missing);
                continue;
            }
            _lastSend = clock.GetTimestamp();
            _suspected.RemoveAt(i);
            return true;
        }
        return false;
    }

    private bool IsAnyInFlight()
    {
        for (var i = 0; i < _messages.Count; i++)
        {
            if (_messages.OutcomeOf(i) == MessageOutcome.InFlight) return true;
        }
        return false;
    }

    private ValueTask<SendResult> AttemptAsync(int message, FifoGroup? group, bool isNew)
    {
        _reader.Position = _messages.PlaceOf(message);
        _reader.Read(source);
        return isNew ? sender.AcceptAsync(message, source, group) : sender.SendAsync(message, source, group);
    }

    private async Task ChangeAsync()
    {
        _changes.Add(Task.Delay(Look, clock, batch.Deadline.Token));
        await Task.WhenAny(_changes).ConfigureAwait(false);
    }

    /// <summary>Settles whatever can be settled without waiting, and takes back what a stream left behind.</summary>
    /// <returns>Whether a message waits to be sent once more.</returns>
    private async Task<bool> SettleReadyAsync()
    {
        var hasMoved = false;
        int? pending = null;
        for (var i = 0; i < _messages.Count; i++)
        {
            if (_messages.OutcomeOf(i) == MessageOutcome.InFlight)
            {
                if (settlement.IsReady(i))
                {
                    await settlement.SettleAsync(i).ConfigureAwait(false);
                }
                else
                {
                    pending = i;
                    _isHopeful |= !settlement.IsStuck(i);
                }
            }
            if (!TakeBack(i)) continue;
            _waiting.Add(new(i, Group: null, IsNew: false));
            hasMoved = true;
        }
        if (pending is { } last) _changes.Add(settlement.ChangeOf(last));
        return hasMoved;
    }

    /// <summary>Waits until everything is settled that was sent, at last what other invocations have sent.</summary>
    /// <returns>False if messages must be sent once more.</returns>
    private async Task<bool> SettleAsync()
    {
        for (var i = 0; i < _messages.Count; i++)
        {
            while (_messages.OutcomeOf(i) == MessageOutcome.InFlight && !settlement.IsStuck(i))
            {
                if (settlement.IsReady(i))
                {
                    await settlement.SettleAsync(i).ConfigureAwait(false);
                    if (TakeBack(i)) _waiting.Add(new(i, Group: null, IsNew: false));
                }
                else if (batch.Deadline.HasPassed)
                {
                    break;
                }
                else if (batch.WrittenTables.Count == 1)
                {
                    await settlement.ChangeOf(i).ConfigureAwait(false);
                }
                else
                {
                    _changes.Clear();
                    _changes.Add(settlement.ChangeOf(i));
                    await ChangeAsync().ConfigureAwait(false);
                    await SettleReadyAsync().ConfigureAwait(false);
                }
                if (_waiting.Count > 0) return false;
            }
        }
        if (!await SettleForeignAsync().ConfigureAwait(false)) return false;
        // What has no ack until now returns to the queue; a duplicate shares the outcome of its original.
        for (var i = 0; i < _messages.Count; i++)
        {
            if (!_messages.IsSettled(i)) await settlement.SettleAsync(i).ConfigureAwait(false);
        }
        return true;
    }

    /// <summary>Waits for what other invocations have sent. If they failed, this one sends it.</summary>
    /// <returns>False if messages must be sent.</returns>
    private async Task<bool> SettleForeignAsync()
    {
        while (_foreign.Count > 0)
        {
            _changes.Clear();
            foreach (var (message, group) in _foreign)
            {
                if (!settlement.IsReady(message)) _changes.Add(settlement.ChangeOf(message));
                else if (group is not null && await SettleAsync(group).ConfigureAwait(false) is { } again)
                    _waiting.Add(new(again, group, IsNew: true));
                else if (group is null && await TakeBackForeignAsync(message).ConfigureAwait(false))
                    _waiting.Add(new(message, Group: null, IsNew: true));
            }
            _foreign.RemoveAll(foreign => settlement.IsReady(foreign.Message));
            if (_waiting.Count > 0) return false;
            if (batch.Deadline.HasPassed) return true;
            if (_foreign.Count > 0) await ChangeAsync().ConfigureAwait(false);
        }
        return true;
    }

    private async ValueTask<bool> TakeBackForeignAsync(int message)
    {
        await settlement.SettleAsync(message).ConfigureAwait(false);
        return TakeBack(message);
    }

    /// <summary>Takes a message back that a stream or another invocation left behind, to send it once more.</summary>
    private bool TakeBack(int message)
    {
        if (_messages.OutcomeOf(message) != MessageOutcome.StreamFailed || !_messages.CanRetry(message)) return false;
        _messages.Retry(message);
        return true;
    }

    /// <summary>Nothing that still waits is sent: the deadline has passed, or waiting for it would hold up the others.</summary>
    private void GiveUp()
    {
        foreach (var waiting in _waiting) GiveUp(waiting);
        foreach (var waiting in _suspected) GiveUp(waiting);
        _waiting.Clear();
        _suspected.Clear();
    }

    private void GiveUp(Waiting waiting)
    {
        var (message, group, _) = waiting;
        if (group?.CanGoOn == false)
        {
            HoldBack(message);
        }
        else if (waiting.Table is { } table && streams.Ask(table) is { Stream: null, IsFull: false })
        {
            streams.Fail(table, BatchStreams.NotOpen());
            _messages.StreamFailed(message, mayRetry: false);
            group?.HasFailed = true;
        }
        else
        {
            batch.Faults.TimedOut();
            _messages.TimedOut(message);
            group?.HasFailed = true;
        }
    }

    private void HoldBack(int message) =>
        PipelineLog.MessageHeldBack(logger, batch.Id(message), _messages.ReceiveCountOf(message));

    /// <summary>A message that waits.</summary>
    /// <param name="Message">Its index.</param>
    /// <param name="Group">Its FIFO group.</param>
    /// <param name="IsNew">Whether it has not been looked up in the memory.</param>
    private readonly record struct Waiting(int Message, FifoGroup? Group, bool IsNew)
    {
        /// <summary>The table that was not ready when it was tried last.</summary>
        public int? Table { get; init; }
    }

    /// <summary>A message that another invocation has sent.</summary>
    private readonly record struct Foreign(int Message, FifoGroup? Group);
}
