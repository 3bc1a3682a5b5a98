using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Plans;
using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Processes one batch at a time: encodes and sends every message before it waits for the first ack. A message is done once all
/// its rows are durable; until then it is a failed one. What a message has to wait for delays that message and its group alone: a
/// table that is not open, an earlier message of its group, or the end of everything else if it is suspected to end
/// connections.
/// </summary>
internal sealed class BatchProcessor
{
    private readonly DeliveryMemory _memory;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly TableStreams _tables;
    private readonly PlanRefresher? _refresher;
    private readonly FifoOrder _order;
    private readonly int? _messageBytes;
    private readonly Action<long>? _released;
    private readonly Batch _batch = new();
    private readonly MessageLedger _messages;
    private readonly BatchSettlement _settlement;
    private readonly BatchReport _report;
    private readonly List<Waiting> _waiting = [];
    private readonly List<int> _suspected = [];
    private MappingPlan _plan;
    private SourceMessage _message;
    private BatchStreams _streams;
    private MessageSender _sender;

    /// <param name="plan">The plan of the start.</param>
    /// <param name="streams">The streams that all processors share.</param>
    /// <param name="memory">The delivery memory that all processors share.</param>
    /// <param name="options">How messages are sent and reported.</param>
    /// <param name="logger">Receives a line for each message that fails.</param>
    /// <param name="clock">Measures.</param>
    /// <param name="refresher">Gives the plan of each batch; null if the plan never changes.</param>
    public BatchProcessor(
        MappingPlan plan,
        TableStreams streams,
        DeliveryMemory memory,
        DeliveryOptions options,
        ILogger logger,
        TimeProvider clock,
        PlanRefresher? refresher = null)
    {
        (_plan, _memory, _logger, _clock) = (plan, memory, logger, clock);
        (_tables, _refresher, _messages) = (streams, refresher, _batch.Messages);
        (_order, _messageBytes, _released) = (options.Order, options.MessageBytes, options.BuffersReleased);
        (_settlement, _report) = (new(_batch, memory, logger, clock), new(_batch, options.Report, logger, clock));
        (_message, _streams, _sender) = Prepare(plan);
    }

    /// <summary>The partial batch response to the last batch; valid until the next one is reported.</summary>
    public ReadOnlyMemory<byte> Response => _report.Response;

    /// <summary>Processes a batch.</summary>
    /// <param name="payload">Holds the event in its first <paramref name="length"/> bytes. Must not change until the call
    /// completes.</param>
    /// <param name="length">Bytes of the event.</param>
    /// <param name="invocation">What rows may hold of the invocation.</param>
    /// <param name="deadline">When the batch must be reported with what is durable by then.</param>
    /// <exception cref="SqsEventException">The payload is not an SQS event.</exception>
    public async Task<BatchResult> ProcessAsync(byte[] payload, int length, InvocationContext invocation, BatchDeadline deadline)
    {
        if (_refresher is not null) SwitchTo(await _refresher.GetAsync(deadline.Token).ConfigureAwait(false));
        _batch.Begin(_plan, payload, deadline);
        _streams.Clear();
        _waiting.Clear();
        _suspected.Clear();
        using var room = new RoomWait(_clock, deadline.Token) { IsPatient = _plan.Targets.Count == 1 };
        _sender.Begin(_plan.UsesBatchSize ? invocation with { BatchSize = Count(payload, length) } : invocation, room);
        var reader = new SqsEventReader(payload, length);
        try
        {
            await SendAsync(reader).ConfigureAwait(false);
            await SendWaitingAsync(reader, late: false).ConfigureAwait(false);
            await SettleAllAsync().ConfigureAwait(false);
            await SendWaitingAsync(reader, late: true).ConfigureAwait(false);
            await SendAgainAsync(reader).ConfigureAwait(false);
            room.IsPatient = true;
            await SendToFullAsync(reader).ConfigureAwait(false);
            await SettleAllAsync().ConfigureAwait(false);
            await SendSuspectedAsync(reader).ConfigureAwait(false);
            return _report.Write();
        }
        finally
        {
            if (_sender.End() is > 0 and var released) _released?.Invoke(released);
            // Other invocations may wait for messages of this one.
            for (var i = 0; i < _messages.Count; i++) _settlement.Release(i);
        }
    }

    private (SourceMessage Message, BatchStreams Streams, MessageSender Sender) Prepare(MappingPlan plan)
    {
        var streams = new BatchStreams(plan, _tables, _batch.Faults, _logger);
        return (plan.CreateMessage(), streams, Sender(plan, streams));
    }

    private MessageSender Sender(MappingPlan plan, BatchStreams streams) =>
        new(_batch, plan, streams, _memory, _settlement, _messageBytes, _logger, _clock);

    /// <summary>Switches to another plan, which has the same tables in the same order.</summary>
    private void SwitchTo(MappingPlan plan)
    {
        if (ReferenceEquals(plan, _plan)) return;
        _memory.ForgetRefusals();
        _plan = plan;
        (_message, _streams, _sender) = Prepare(plan);
    }

    private int Count(byte[] payload, int length)
    {
        var count = 0;
        var reader = new SqsEventReader(payload, length);
        while (reader.Read(_message)) count++;
        return count;
    }

    // Sends what can be sent at once, in the order of the event.
    private async Task SendAsync(SqsEventReader reader)
    {
        FifoGroups? groups = null;
        for (var place = reader.Position; reader.Read(_message); place = reader.Position)
        {
            var message = _batch.Add(_message, place);
            var group = FifoGroups.IsFifo(_message) ? (groups ??= new FifoGroups()).Of(_message) : null;
            if (group?.HasFailed == true) HoldBack(message);
            else if (group?.Waits == true) _waiting.Add(new(message, group, IsNew: true));
            else Note(message, group, await _sender.AcceptAsync(message, _message, group).ConfigureAwait(false));
        }
    }

    private void Note(int message, FifoGroup? group, SendResult result)
    {
        switch (result)
        {
            case SendResult.Sent:
                if (group is null) break;
                // What another invocation has sent must be durable before the group goes on.
                var isForeign = _messages.OutcomeOf(message) is MessageOutcome.SentEarlier or MessageOutcome.DuplicateInBatch;
                if (isForeign) group.Sent(message, stream: null);
                group.Waits |= isForeign || _order == FifoOrder.Wait;
                break;
            case SendResult.Failed:
                group?.HasFailed = true;
                break;
            case SendResult.Suspected:
                _suspected.Add(message);
                break;
            case SendResult.TableNotOpen or SendResult.GroupNotSettled:
                group?.Waits = true;
                _waiting.Add(new(message, group, IsNew: false));
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>
    /// Sends the messages that had to wait, in the order of the event. At first, only tables that have begun to open lately are
    /// waited for; later, when everything else is settled, the others get a second look.
    /// </summary>
    private async Task SendWaitingAsync(SqsEventReader reader, bool late)
    {
        var left = _waiting.ToList();
        _waiting.Clear();
        var blocked = new HashSet<FifoGroup>();
        while (left.Count > 0)
        {
            // Each round takes one message of a group, so that groups wait for their acks side by side.
            var next = new List<Waiting>();
            var seen = new HashSet<FifoGroup>();
            foreach (var waiting in left)
            {
                var group = waiting.Group;
                if (group is not null && blocked.Contains(group)) _waiting.Add(waiting);
                else if (group is not null && !seen.Add(group)) next.Add(waiting);
                else if (!await SendOneAsync(reader, waiting, late).ConfigureAwait(false) && group is not null)
                    blocked.Add(group);
            }
            left = next;
        }
    }

    /// <returns>False if the message still waits.</returns>
    private async Task<bool> SendOneAsync(SqsEventReader reader, Waiting waiting, bool late)
    {
        var (message, group, isNew) = waiting;
        if (group is not null && !await SettleAsync(group).ConfigureAwait(false))
        {
            HoldBack(message);
            return true;
        }
        var result = await AttemptAsync(reader, message, group, isNew).ConfigureAwait(false);
        while (result == SendResult.TableNotOpen && await OpensAsync(late).ConfigureAwait(false))
            result = await AttemptAsync(reader, message, group, isNew: false).ConfigureAwait(false);
        if (result == SendResult.TableNotOpen && late && !_streams.IsFull(_sender.Missing.Table))
        {
            _streams.Fail(_sender.Missing.Table, BatchStreams.NotOpen());
            _messages.StreamFailed(message, mayRetry: false);
            result = SendResult.Failed;
        }
        Note(message, group, result);
        return result is SendResult.Sent or SendResult.Failed or SendResult.Suspected;
    }

    /// <summary>Sends what a stream had no room for, when everything else is sent.</summary>
    private Task SendToFullAsync(SqsEventReader reader)
    {
        _streams.ForgetFull();
        return SendWaitingAsync(reader, late: true);
    }

    private ValueTask<SendResult> AttemptAsync(SqsEventReader reader, int message, FifoGroup? group, bool isNew)
    {
        reader.Position = _messages.PlaceOf(message);
        reader.Read(_message);
        return isNew ? _sender.AcceptAsync(message, _message, group) : _sender.SendAsync(message, _message, group);
    }

    // When nothing else could be sent, there is nobody to hold up.
    private Task<bool> OpensAsync(bool late) => _streams.OpensAsync(
        _sender.Missing.Table, _sender.Missing.Access, isAlone: late && _batch.Streams.Count == 0, _batch.Deadline, _clock);

    /// <summary>Settles what was sent of a group.</summary>
    /// <returns>False if the group has failed.</returns>
    private async Task<bool> SettleAsync(FifoGroup group)
    {
        foreach (var message in group.TakeSent())
        {
            await _settlement.SettleAsync(message).ConfigureAwait(false);
            group.HasFailed |= !_messages.HasSucceeded(message);
        }
        return !group.HasFailed;
    }

    private async Task SettleAllAsync()
    {
        for (var i = 0; i < _messages.Count; i++)
        {
            if (_messages.OutcomeOf(i) is MessageOutcome.InFlight or MessageOutcome.SentEarlier)
                await _settlement.SettleAsync(i).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Sends once more what a stream that ended left behind, on the stream that has replaced it. Not what has an order.
    /// </summary>
    private async Task SendAgainAsync(SqsEventReader reader)
    {
        for (var i = 0; i < _messages.Count && !_batch.Deadline.HasPassed; i++)
        {
            if (_messages.OutcomeOf(i) != MessageOutcome.StreamFailed || !_messages.CanRetry(i)) continue;
            reader.Position = _messages.PlaceOf(i);
            reader.Read(_message);
            if (FifoGroups.IsFifo(_message)) continue;
            _messages.Retry(i);
            var result = await _sender.SendAsync(i, _message, null).ConfigureAwait(false);
            while (result == SendResult.TableNotOpen && await OpensAsync(late: true).ConfigureAwait(false))
                result = await AttemptAsync(reader, i, null, isNew: false).ConfigureAwait(false);
            if (result != SendResult.TableNotOpen) continue;
            if (_streams.IsFull(_sender.Missing.Table)) _waiting.Add(new(i, null, IsNew: false));
            else _messages.StreamFailed(i, mayRetry: false);
        }
    }

    /// <summary>Sends the suspected messages one at a time, so that none of them takes another one with it.</summary>
    private async Task SendSuspectedAsync(SqsEventReader reader)
    {
        foreach (var message in _suspected)
        {
            if (await AttemptAsync(reader, message, null, isNew: false).ConfigureAwait(false) == SendResult.TableNotOpen)
                _messages.StreamFailed(message, mayRetry: false);
            else await _settlement.SettleAsync(message).ConfigureAwait(false);
        }
        for (var i = 0; i < _messages.Count; i++)
        {
            if (_messages.OutcomeOf(i) == MessageOutcome.DuplicateInBatch) await _settlement.SettleAsync(i).ConfigureAwait(false);
        }
    }

    private void HoldBack(int message) =>
        PipelineLog.MessageHeldBack(_logger, _batch.Id(message), _messages.ReceiveCountOf(message));

    /// <summary>A message that waits.</summary>
    /// <param name="Message">Its index.</param>
    /// <param name="Group">Its FIFO group.</param>
    /// <param name="IsNew">Whether it has not been looked up in the memory.</param>
    private readonly record struct Waiting(int Message, FifoGroup? Group, bool IsNew);
}
