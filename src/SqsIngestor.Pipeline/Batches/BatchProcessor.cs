using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Events.Checksums;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Plans;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Processes one batch at a time: encodes and sends every message before it waits for the first ack, and counts a message as
/// done once all its rows are durable. Until then the message counts as failed. The messages of a FIFO queue go in waves.
/// </summary>
internal sealed class BatchProcessor
{
    private readonly DeliveryMemory _memory;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly TableStreams _tables;
    private readonly PlanRefresher? _refresher;
    private readonly Batch _batch = new();
    private readonly MessageLedger _messages;
    private readonly BatchSettlement _settlement;
    private readonly BatchReport _report;
    private MappingPlan _plan;
    private RecordEncoder _encoder;
    private SourceMessage _message;
    private BatchStreams _streams;
    private InvocationContext _invocation = null!;

    /// <param name="plan">The plan of the start.</param>
    /// <param name="streams">The streams that all processors share.</param>
    /// <param name="memory">The delivery memory that all processors share.</param>
    /// <param name="delivery">How failed messages are reported.</param>
    /// <param name="logger">Receives a line for each message that fails.</param>
    /// <param name="clock">Measures.</param>
    /// <param name="refresher">Gives the plan of each batch; null if the plan never changes.</param>
    public BatchProcessor(
        MappingPlan plan,
        TableStreams streams,
        DeliveryMemory memory,
        DeliveryReport delivery,
        ILogger logger,
        TimeProvider clock,
        PlanRefresher? refresher = null)
    {
        (_plan, _memory, _logger, _clock) = (plan, memory, logger, clock);
        (_tables, _refresher, _messages) = (streams, refresher, _batch.Messages);
        (_encoder, _message) = (plan.CreateEncoder(), plan.CreateMessage());
        (_settlement, _report) = (new(_batch, memory, logger, clock), new(_batch, delivery, logger, clock));
        _streams = new BatchStreams(plan, streams, _batch.Faults, logger);
    }

    /// <summary>The partial batch response to the last batch; valid until the next one is reported.</summary>
    public ReadOnlyMemory<byte> Response => _report.Response;

    /// <summary>Processes a batch.</summary>
    /// <param name="payload">Holds the event in its first <paramref name="length"/> bytes. Must not change until the call
    /// completes.</param>
    /// <param name="length">Bytes of the event.</param>
    /// <param name="invocation">What rows may hold of the invocation.</param>
    /// <param name="deadline">Cancelled when the batch must be reported with what is durable by then.</param>
    /// <exception cref="SqsEventException">The payload is not an SQS event.</exception>
    public async Task<BatchResult> ProcessAsync(
        byte[] payload, int length, InvocationContext invocation, CancellationToken deadline)
    {
        if (_refresher is not null) SwitchTo(await _refresher.GetAsync(deadline).ConfigureAwait(false));
        _batch.Begin(_plan, payload, deadline);
        _streams.Clear();
        _invocation = _plan.UsesBatchSize ? invocation with { BatchSize = Count(payload, length) } : invocation;
        var reader = new SqsEventReader(payload, length);
        var place = reader.Position;
        FifoWaves? waves = null;
        while (reader.Read(_message))
        {
            var message = _batch.Add(_message);
            if (FifoWaves.IsFifo(_message)) (waves ??= new FifoWaves()).Add(_message, message, place);
            else await AcceptAsync(message).ConfigureAwait(false);
            place = reader.Position;
        }
        if (waves is not null) await SendWavesAsync(reader, waves).ConfigureAwait(false);
        for (var i = 0; i < _messages.Count; i++) await _settlement.SettleAsync(i).ConfigureAwait(false);
        return _report.Write();
    }

    /// <summary>Switches to another plan, which has the same tables in the same order.</summary>
    private void SwitchTo(MappingPlan plan)
    {
        if (ReferenceEquals(plan, _plan)) return;
        _plan = plan;
        (_encoder, _message) = (plan.CreateEncoder(), plan.CreateMessage());
        _streams = new BatchStreams(plan, _tables, _batch.Faults, _logger);
    }

    private int Count(byte[] payload, int length)
    {
        var count = 0;
        var reader = new SqsEventReader(payload, length);
        while (reader.Read(_message)) count++;
        return count;
    }

    /// <summary>Sends a FIFO batch: settles each wave before it sends the next, and stops a group at its first failure.</summary>
    private async Task SendWavesAsync(SqsEventReader reader, FifoWaves waves)
    {
        foreach (var wave in waves.Waves)
        {
            foreach (var (message, group, place) in wave)
            {
                if (waves.HasFailed(group)) continue;
                reader.Position = place;
                reader.Read(_message);
                await AcceptAsync(message).ConfigureAwait(false);
            }
            foreach (var (message, group, _) in wave)
            {
                if (waves.HasFailed(group))
                {
                    PipelineLog.MessageHeldBack(_logger, _batch.Id(message), _messages.ReceiveCountOf(message));
                }
                await _settlement.SettleAsync(message).ConfigureAwait(false);
                if (!_messages.HasSucceeded(message)) waves.Fail(group);
            }
        }
    }

    /// <summary>Encodes and sends the message that was read last, unless it was sent before.</summary>
    private async ValueTask AcceptAsync(int message)
    {
        if (_batch.Deadline.IsCancellationRequested)
        {
            TimedOut(message);
            return;
        }
        var known = _memory.Begin(_messages.KeyOf(message), _batch.Identity, message);
        switch (known.Status)
        {
            case DeliveryStatus.Durable:
                _messages.WasDurable(message);
                return;
            case DeliveryStatus.InThisBatch:
                _messages.Duplicates(message, known.Index);
                return;
            case DeliveryStatus.AckPending:
                _messages.WasSentEarlier(message, known.Acked!);
                return;
            case DeliveryStatus.New:
                if (Encode(message) is { } outcome) await SendAsync(message, outcome).ConfigureAwait(false);
                return;
            default:
                throw new UnreachableException();
        }
    }

    /// <returns>What the encoder made of the message; null if it cannot become a row.</returns>
    private EncodeOutcome? Encode(int message)
    {
        var started = _clock.GetTimestamp();
        var outcome = _encoder.Encode(_message, _invocation);
        _batch.AddEncodeTime(_clock.GetTimestamp() - started);
        if (_encoder.Warnings != MessageWarnings.None)
            PipelineLog.ChecksumMismatch(_logger, _batch.Id(message), _encoder.Warnings.ToString());
        switch (outcome)
        {
            case EncodeOutcome.Rows:
                return outcome;
            case EncodeOutcome.Quarantined:
                LogSetAside(message, "quarantined");
                return outcome;
            case EncodeOutcome.Dropped:
                LogSetAside(message, "dropped");
                return outcome;
            case EncodeOutcome.Failed:
                var error = _encoder.Error!;
                PipelineLog.MessageRefused(
                    _logger, _batch.Id(message), _messages.ReceiveCountOf(message),
                    error.ToString(), error.Code.ToText(), error.Column, error.Table, error.Pointer);
                _messages.Refused(message);
                return null;
            default:
                throw new UnreachableException();
        }
    }

    private void LogSetAside(int message, string action)
    {
        var error = _encoder.Error!;
        PipelineLog.MessageSetAside(
            _logger, _batch.Id(message), action, error.ToString(), error.Code.ToText(), error.Column, error.Table, error.Pointer);
    }

    private async ValueTask SendAsync(int message, EncodeOutcome outcome)
    {
        foreach (var row in _encoder.Rows)
        {
            try
            {
                var record = _encoder.Bytes(row);
                if (await _streams.WriteAsync(row.Target, record, _batch.Deadline).ConfigureAwait(false) is not { } sent)
                {
                    _messages.StreamFailed(message);
                    return;
                }
                _batch.RowSent(message, new(row.Target, sent.Stream, sent.Offset, _clock.GetTimestamp()), record.Length);
            }
            catch (ZerobusException e)
            {
                _settlement.RowFailed(message, row.Target, e);
                return;
            }
            catch (OperationCanceledException) when (_batch.Deadline.IsCancellationRequested)
            {
                TimedOut(message);
                return;
            }
        }
        _messages.Sent(message, outcome);
    }

    private void TimedOut(int message)
    {
        _batch.Faults.TimedOut();
        _messages.TimedOut(message);
    }
}
