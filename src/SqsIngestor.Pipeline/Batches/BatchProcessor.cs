using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Plans;
using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Processes one batch at a time: sends its messages, waits until their rows are durable, and reports the batch. A message is
/// done once all its rows are durable; until then it counts as failed. Reused from batch to batch; not thread-safe.
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
    private readonly BatchAcks _acks;
    private readonly AckWatch _watch;
    private readonly BatchTables _states;
    private readonly WorkingTables _working;
    private readonly DownTables _down;
    private readonly MessageWaits _waits;
    private readonly MessageSettlement _settlement;
    private readonly MessageLog _lines;
    private readonly BatchReport _report;
    private MappingPlan _plan;
    private SourceMessage _message;
    private BatchStreams _streams;
    private MessageEncoder _encoder;
    private MessageSender _sender;
    private MessageScheduler _scheduler;

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
        _acks = new(_batch, streams);
        _watch = new(_batch, streams);
        _working = new(_batch, streams, clock);
        _down = new(_batch, streams, _acks, _working, clock);
        _states = new(_acks, _watch, _working, _down);
        _waits = new(_batch, _down, _working, clock);
        _lines = new(_batch, options.FailedMessageLines, logger);
        _settlement = new(_batch, _waits, memory, streams, _acks, _watch, _down, _lines, clock);
        _report = new(_batch, options.Report, logger, clock);
        Prepare(plan);
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
        _batch.Begin(_plan, payload, deadline, _clock.GetUtcNow());
        _streams.Clear();
        _lines.Clear();
        using var writer = new RowWriter(_clock, deadline.Token);
        _sender.Begin(writer);
        _encoder.Begin(_plan.UsesBatchSize ? invocation with { BatchSize = Count(payload, length) } : invocation);
        _tables.BatchBegins();
        try
        {
            _states.Begin();
            await RunAsync(new SqsEventReader(payload, length)).ConfigureAwait(false);
            return _report.Write();
        }
        finally
        {
            _tables.BatchEnds();
            if (_encoder.End() is > 0 and var released) _released?.Invoke(released);
        }
    }

    private async Task RunAsync(SqsEventReader reader)
    {
        try
        {
            await _scheduler.RunAsync(reader).ConfigureAwait(false);
        }
        finally
        {
            _acks.Report();
            // Other invocations may wait for messages of this one.
            for (var i = 0; i < _messages.Count; i++) Release(i);
            _lines.End();
        }
    }

    private void Release(int message)
    {
        try
        {
            _settlement.Release(message);
        }
#pragma warning disable CA1031 // A message that belongs to a batch that has ended would be waited for in vain.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _settlement.Broke(message, e, isOver: true);
        }
    }

    [MemberNotNull(nameof(_message), nameof(_encoder), nameof(_streams), nameof(_sender), nameof(_scheduler))]
    private void Prepare(MappingPlan plan)
    {
        _message = plan.CreateMessage();
        _encoder = new(_batch, plan, _messageBytes, _lines, _logger, _clock);
        _streams = new(plan, _tables, _batch, _down, _working, _logger, _clock);
        _sender = new(_batch, _encoder, _streams, _memory, _settlement, _lines, _clock);
        var (queue, changes) = (new SendQueue(), new BatchChanges(_batch, _clock));
        var awaited = new AwaitedChanges(_waits);
        var retrying = new RetryingSettlement(_batch, _waits, _settlement, queue, awaited, changes, _clock);
        var earlier = new EarlierMessages(_batch, _waits, retrying, _watch, queue, awaited, changes);
        var settlement = new BatchSettlement(
            _batch, _states, _down, _waits, _settlement, retrying, earlier, queue, awaited, changes,
            new(_batch, _watch, queue, earlier), new(plan.Targets.Count));
        _scheduler = new(
            _batch, _message, _streams, _sender, queue, settlement, retrying, earlier, changes, _order, _lines, _clock);
    }

    /// <summary>Switches to another plan, which has the same tables in the same order.</summary>
    private void SwitchTo(MappingPlan plan)
    {
        if (ReferenceEquals(plan, _plan)) return;
        Prepare(plan);
        _plan = plan;
    }

    private int Count(byte[] payload, int length)
    {
        var count = 0;
        var reader = new SqsEventReader(payload, length);
        while (reader.Read(_message)) count++;
        return count;
    }
}
