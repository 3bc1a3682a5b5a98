using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Events.Checksums;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Catalog;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// One batch at a time: encodes and sends every message before the first ack is awaited, then counts a message as done
/// once all its rows are durable. Until then it counts as failed. The messages of a FIFO queue go in waves.
/// </summary>
internal sealed class BatchProcessor
{
    private readonly DeliveryMemory _memory;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly TableStreams _tables;
    private readonly CurrentPlan? _current;
    private readonly Batch _batch = new();
    private readonly BatchSettlement _settlement;
    private readonly BatchConclusion _conclusion;
    private MappingPlan _plan;
    private RecordEncoder _encoder;
    private SourceMessage _message;
    private BatchStreams _streams;
    private InvocationContext _invocation = null!;

    public BatchProcessor(MappingPlan plan, TableStreams streams, DeliveryMemory memory, DeliveryReport report, ILogger logger, TimeProvider clock, CurrentPlan? current = null)
    {
        (_plan, _memory, _logger, _clock) = (plan, memory, logger, clock);
        (_tables, _current) = (streams, current);
        (_encoder, _message) = (plan.CreateEncoder(), plan.CreateMessage());
        (_settlement, _conclusion) = (new(_batch, memory, logger, clock), new(_batch, report, logger, clock));
        _streams = new BatchStreams(plan, streams, _batch.Faults, logger);
    }

    /// <summary>The partial batch response to the last batch; valid until the next one.</summary>
    public ReadOnlyMemory<byte> Response => _conclusion.Response;

    /// <summary>Processes a batch.</summary>
    /// <param name="payload">Holds the event in its first <paramref name="length"/> bytes.</param>
    /// <param name="length">Bytes of the event.</param>
    /// <param name="invocation">What the rows say of the invocation.</param>
    /// <param name="deadline">Cancelled when it is time to answer with what is durable by then.</param>
    /// <exception cref="SqsEventException">The payload is not an SQS event.</exception>
    public async Task<BatchResult> ProcessAsync(byte[] payload, int length, InvocationContext invocation, CancellationToken deadline)
    {
        if (_current is not null) Adopt(await _current.PrepareAsync(deadline).ConfigureAwait(false));
        _batch.Begin(_plan, payload, deadline);
        _streams.Clear();
        _invocation = _plan.UsesBatchSize ? invocation with { BatchSize = Count(payload, length) } : invocation;
        var reader = new SqsEventReader(payload, length);
        var place = reader.Position;
        FifoWaves? waves = null;
        while (reader.Read(_message))
        {
            var index = _batch.Add(_message);
            if (FifoWaves.IsFifo(_message)) (waves ??= new FifoWaves()).Add(_message, index, place);
            else await AcceptAsync(index).ConfigureAwait(false);
            place = reader.Position;
        }
        if (waves is not null) await SendWavesAsync(reader, waves).ConfigureAwait(false);
        for (var i = 0; i < _batch.Count; i++) await _settlement.SettleAsync(i).ConfigureAwait(false);
        return _conclusion.Conclude();
    }

    /// <summary>Goes on with another plan, whose tables are the same ones in the same order.</summary>
    private void Adopt(MappingPlan plan)
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

    /// <summary>Sends a FIFO batch: a wave is settled before the next one goes, and a group ends with its first failure.</summary>
    private async Task SendWavesAsync(SqsEventReader reader, FifoWaves waves)
    {
        foreach (var wave in waves.Waves)
        {
            foreach (var (index, group, place) in wave)
            {
                if (waves.HasFailed(group)) continue;
                reader.Position = place;
                reader.Read(_message);
                _batch[index].FirstRow = _batch.Rows.Count;
                await AcceptAsync(index).ConfigureAwait(false);
            }
            foreach (var (index, group, _) in wave)
            {
                if (waves.HasFailed(group)) Log.HeldBack(_logger, _batch.Id(index), _batch[index].ReceiveCount);
                await _settlement.SettleAsync(index).ConfigureAwait(false);
                if (!_batch[index].Succeeded) waves.Fail(group);
            }
        }
    }

    /// <summary>Encodes and sends the message that was read last, unless it has been sent already.</summary>
    private async ValueTask AcceptAsync(int index)
    {
        if (_batch.Deadline.IsCancellationRequested)
        {
            _batch.Faults.AddDeadline();
            return;
        }
        var known = _memory.Begin(_batch[index].Key, _batch.Identity, index);
        switch (known.Kind)
        {
            case DeliveryKind.Durable:
                _batch[index].Outcome = MessageOutcome.Deduplicated;
                return;
            case DeliveryKind.InThisBatch:
                (_batch[index].Outcome, _batch[index].SameAs) = (MessageOutcome.Repeated, known.Index);
                return;
            case DeliveryKind.InFlight:
                (_batch[index].Outcome, _batch[index].Earlier) = (MessageOutcome.SentEarlier, known.Earlier);
                return;
            default:
                if (Encode(index)) await SendAsync(index).ConfigureAwait(false);
                return;
        }
    }

    private bool Encode(int index)
    {
        var started = _clock.GetTimestamp();
        var outcome = _encoder.Encode(_message, _invocation);
        _batch.EncodeTicks += _clock.GetTimestamp() - started;
        _batch[index].Encoded = outcome;
        if (_encoder.Warnings != MessageWarnings.None) Log.ChecksumDiffers(_logger, _batch.Id(index), _encoder.Warnings.ToString());
        if (outcome == EncodeOutcome.Rows) return true;
        var error = _encoder.Error!;
        if (outcome != EncodeOutcome.Failed)
        {
            Log.MessageSetAside(_logger, _batch.Id(index), outcome == EncodeOutcome.Dropped ? "dropped" : "quarantined", error.ToString(), error.Code.ToText(), error.Column, error.Table, error.Pointer);
            return true;
        }
        Log.MessageRefused(_logger, _batch.Id(index), _batch[index].ReceiveCount, error.ToString(), error.Code.ToText(), error.Column, error.Table, error.Pointer);
        _batch[index].Outcome = MessageOutcome.RecordFailed;
        return false;
    }

    private async ValueTask SendAsync(int index)
    {
        foreach (var row in _encoder.Rows)
        {
            try
            {
                var record = _encoder.Bytes(row);
                if (await _streams.WriteAsync(row.Target, record, _batch.Deadline).ConfigureAwait(false) is not { } sent)
                {
                    _batch[index].Outcome = MessageOutcome.StreamFailed;
                    return;
                }
                _batch.Rows.Add(new(row.Target, sent.Stream, sent.Offset, _clock.GetTimestamp()));
                _batch.Bytes += record.Length;
            }
            catch (ZerobusException e)
            {
                _settlement.Refuse(index, row.Target, e);
                return;
            }
            catch (OperationCanceledException) when (_batch.Deadline.IsCancellationRequested)
            {
                _batch.Faults.AddDeadline();
                return;
            }
        }
        (_batch[index].RowCount, _batch[index].Outcome) = (_encoder.Rows.Count, MessageOutcome.InFlight);
    }
}
