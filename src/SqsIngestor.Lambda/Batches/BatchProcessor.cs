using Microsoft.Extensions.Logging;
using SqsIngestor.Lambda.Catalog;
using SqsIngestor.Lambda.Configuration;
using SqsIngestor.Lambda.Deduplication;
using SqsIngestor.Lambda.Logging;
using SqsIngestor.Mapping;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Sources;
using SqsIngestor.Mapping.Sources.Checksums;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Lambda.Batches;

/// <summary>
/// One batch at a time: encodes and sends every message before the first ack is awaited, then counts a message as done
/// once all its rows are durable. Until then it counts as failed. The messages of a FIFO queue go in waves.
/// </summary>
internal sealed class BatchProcessor
{
    private readonly DeliveryMemory _memory;
    private readonly DeliveryReport _report;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly TableStreams _tables;
    private readonly CurrentPlan? _current;
    private readonly StreamFaults _faults = new();
    private readonly AckLatencies _latencies = new();
    private readonly BatchResponse _response = new();
    private readonly List<RowState> _rows = [];
    private MappingPlan _plan;
    private RecordEncoder _encoder;
    private SourceMessage _message;
    private BatchStreams _streams;
    private MessageState[] _messages = new MessageState[64];
    private int _count;
    private byte[] _payload = [];
    private InvocationContext _invocation = null!;
    private CancellationToken _deadline;
    private object _batch = new();
    private long _encodeTicks;
    private long _bytes;

    public BatchProcessor(MappingPlan plan, TableStreams streams, DeliveryMemory memory, DeliveryReport report, ILogger logger, TimeProvider clock, CurrentPlan? current = null)
    {
        (_plan, _memory, _report, _logger, _clock) = (plan, memory, report, logger, clock);
        (_tables, _current) = (streams, current);
        (_encoder, _message) = (plan.CreateEncoder(), plan.CreateMessage());
        _streams = new BatchStreams(plan, streams, _faults, logger);
    }

    /// <summary>The partial batch response to the last batch; valid until the next one.</summary>
    public ReadOnlyMemory<byte> Response => _response.Written;

    /// <summary>Processes a batch.</summary>
    /// <param name="payload">Holds the event in its first <paramref name="length"/> bytes.</param>
    /// <param name="length">Bytes of the event.</param>
    /// <param name="invocation">What the rows say of the invocation.</param>
    /// <param name="deadline">Cancelled when it is time to answer with what is durable by then.</param>
    /// <exception cref="SqsEventException">The payload is not an SQS event.</exception>
    public async Task<BatchResult> ProcessAsync(byte[] payload, int length, InvocationContext invocation, CancellationToken deadline)
    {
        if (_current is not null) Adopt(await _current.PrepareAsync(deadline).ConfigureAwait(false));
        Begin(payload, deadline);
        _invocation = _plan.UsesBatchSize ? invocation with { BatchSize = Count(payload, length) } : invocation;
        var reader = new SqsEventReader(payload, length);
        var place = reader.Position;
        FifoWaves? waves = null;
        while (reader.Read(_message))
        {
            var index = Add();
            if (FifoWaves.IsFifo(_message)) (waves ??= new FifoWaves()).Add(_message, index, place);
            else await AcceptAsync(index).ConfigureAwait(false);
            place = reader.Position;
        }
        if (waves is not null) await SendWavesAsync(reader, waves).ConfigureAwait(false);
        for (var i = 0; i < _count; i++) await SettleAsync(i).ConfigureAwait(false);
        return Conclude();
    }

    /// <summary>Goes on with another plan, whose tables are the same ones in the same order.</summary>
    private void Adopt(MappingPlan plan)
    {
        if (ReferenceEquals(plan, _plan)) return;
        _plan = plan;
        (_encoder, _message) = (plan.CreateEncoder(), plan.CreateMessage());
        _streams = new BatchStreams(plan, _tables, _faults, _logger);
    }

    private void Begin(byte[] payload, CancellationToken deadline)
    {
        (_payload, _deadline, _batch) = (payload, deadline, new object());
        (_count, _encodeTicks, _bytes) = (0, 0, 0);
        _rows.Clear();
        _streams.Clear();
        _faults.Clear();
        _latencies.Clear();
    }

    private int Count(byte[] payload, int length)
    {
        var count = 0;
        var reader = new SqsEventReader(payload, length);
        while (reader.Read(_message)) count++;
        return count;
    }

    private int Add()
    {
        if (_count == _messages.Length) Array.Resize(ref _messages, _count * 2);
        _messages[_count] = new MessageState
        {
            Id = _message.MessageIdRange,
            Key = MessageKey.Of(_message),
            ReceiveCount = _message.ReceiveCount,
            FirstRow = _rows.Count,
        };
        return _count++;
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
                _messages[index].FirstRow = _rows.Count;
                await AcceptAsync(index).ConfigureAwait(false);
            }
            foreach (var (index, group, _) in wave)
            {
                if (waves.HasFailed(group)) Log.HeldBack(_logger, Id(index), _messages[index].ReceiveCount);
                await SettleAsync(index).ConfigureAwait(false);
                if (!_messages[index].Succeeded) waves.Fail(group);
            }
        }
    }

    /// <summary>Encodes and sends the message that was read last, unless it has been sent already.</summary>
    private async ValueTask AcceptAsync(int index)
    {
        if (_deadline.IsCancellationRequested)
        {
            _faults.AddDeadline();
            return;
        }
        var known = _memory.Begin(_messages[index].Key, _batch, index);
        switch (known.Kind)
        {
            case DeliveryKind.Durable:
                _messages[index].Outcome = MessageOutcome.Deduplicated;
                return;
            case DeliveryKind.InThisBatch:
                (_messages[index].Outcome, _messages[index].SameAs) = (MessageOutcome.Repeated, known.Index);
                return;
            case DeliveryKind.InFlight:
                (_messages[index].Outcome, _messages[index].Earlier) = (MessageOutcome.SentEarlier, known.Earlier);
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
        _encodeTicks += _clock.GetTimestamp() - started;
        _messages[index].Encoded = outcome;
        if (_encoder.Warnings != MessageWarnings.None) Log.ChecksumDiffers(_logger, Id(index), _encoder.Warnings.ToString());
        if (outcome == EncodeOutcome.Rows) return true;
        var error = _encoder.Error!;
        if (outcome != EncodeOutcome.Failed)
        {
            Log.MessageSetAside(_logger, Id(index), outcome == EncodeOutcome.Dropped ? "dropped" : "quarantined", error.Code.ToText(), error.Column, error.Table, error.Pointer);
            return true;
        }
        Log.MessageRefused(_logger, Id(index), _messages[index].ReceiveCount, error.Code.ToText(), error.Column, error.Table, error.Pointer);
        _messages[index].Outcome = MessageOutcome.RecordFailed;
        return false;
    }

    private async ValueTask SendAsync(int index)
    {
        foreach (var row in _encoder.Rows)
        {
            try
            {
                var record = _encoder.Bytes(row);
                if (await _streams.WriteAsync(row.Target, record, _deadline).ConfigureAwait(false) is not { } sent)
                {
                    _messages[index].Outcome = MessageOutcome.StreamFailed;
                    return;
                }
                _rows.Add(new(row.Target, sent.Stream, sent.Offset, _clock.GetTimestamp()));
                _bytes += record.Length;
            }
            catch (ZerobusException e)
            {
                Refuse(index, row.Target, e);
                return;
            }
            catch (OperationCanceledException) when (_deadline.IsCancellationRequested)
            {
                _faults.AddDeadline();
                return;
            }
        }
        (_messages[index].RowCount, _messages[index].Outcome) = (_encoder.Rows.Count, MessageOutcome.InFlight);
    }

    /// <summary>Waits until it is known what became of a message, or the time is up.</summary>
    private async ValueTask SettleAsync(int index)
    {
        switch (_messages[index].Outcome)
        {
            case MessageOutcome.InFlight:
                await SettleRowsAsync(index).ConfigureAwait(false);
                break;
            case MessageOutcome.Repeated:
                _messages[index].Outcome = _messages[_messages[index].SameAs].Succeeded ? MessageOutcome.Deduplicated : MessageOutcome.NotSent;
                return;
            case MessageOutcome.SentEarlier:
                await SettleEarlierAsync(index).ConfigureAwait(false);
                return;
        }
        if (_messages[index].Outcome is MessageOutcome.NotSent or MessageOutcome.RecordFailed or MessageOutcome.StreamFailed) _memory.Forget(_messages[index].Key, _batch);
    }

    private async ValueTask SettleRowsAsync(int index)
    {
        var (first, end) = (_messages[index].FirstRow, _messages[index].FirstRow + _messages[index].RowCount);
        for (var i = first; i < end; i++)
        {
            var row = _rows[i];
            try
            {
                // Past the deadline only what is known at once counts.
                var acked = row.Stream.WaitForAckAsync(row.Offset, _deadline.IsCancellationRequested ? CancellationToken.None : _deadline);
                if (!acked.IsCompleted && _deadline.IsCancellationRequested)
                {
                    Late(index, i, acked.AsTask());
                    return;
                }
                await acked.ConfigureAwait(false);
                _latencies.Add(_clock.GetElapsedTime(row.SentAt));
            }
            catch (ZerobusException e)
            {
                Refuse(index, row.Target, e);
                return;
            }
            catch (OperationCanceledException) when (_deadline.IsCancellationRequested)
            {
                Late(index, i, row.Stream.WaitForAckAsync(row.Offset, CancellationToken.None).AsTask());
                return;
            }
        }
        _messages[index].Outcome = _messages[index].Encoded switch
        {
            EncodeOutcome.Quarantined => MessageOutcome.Quarantined,
            EncodeOutcome.Dropped => MessageOutcome.Dropped,
            _ => MessageOutcome.Acked,
        };
        _memory.Durable(_messages[index].Key);
    }

    /// <summary>The message is reported as failed; what its rows come to is remembered for when it comes back.</summary>
    private void Late(int index, int row, Task acked)
    {
        _faults.AddDeadline();
        _messages[index].Outcome = MessageOutcome.LateAcks;
        var rest = _rows.GetRange(row + 1, _messages[index].FirstRow + _messages[index].RowCount - row - 1);
        _ = _memory.LateAsync(_messages[index].Key, WatchAsync(acked, rest));
    }

    private static async Task<bool> WatchAsync(Task acked, List<RowState> rest)
    {
        try
        {
            await acked.ConfigureAwait(false);
            foreach (var row in rest) await row.Stream.WaitForAckAsync(row.Offset).ConfigureAwait(false);
            return true;
        }
        catch (ZerobusException)
        {
            return false;
        }
    }

    private async ValueTask SettleEarlierAsync(int index)
    {
        try
        {
            if (await _messages[index].Earlier!.WaitAsync(_deadline).ConfigureAwait(false))
            {
                _messages[index].Outcome = MessageOutcome.Deduplicated;
                return;
            }
            // Its stream ended before the rows were durable. The next delivery sends it anew.
            _messages[index].Outcome = MessageOutcome.StreamFailed;
        }
        catch (OperationCanceledException) when (_deadline.IsCancellationRequested)
        {
            _faults.AddDeadline();
            _messages[index].Outcome = MessageOutcome.LateAcks;
        }
    }

    private void Refuse(int index, int target, ZerobusException e)
    {
        var table = _plan.Targets[target].Name;
        Log.RowRefused(_logger, Id(index), _messages[index].ReceiveCount, table, e.Code.ToString());
        _messages[index].Outcome = StreamFaults.IsRecord(e.Code) ? MessageOutcome.RecordFailed : MessageOutcome.StreamFailed;
        if (_messages[index].Outcome == MessageOutcome.StreamFailed) _faults.Add(table, e);
    }

    private BatchResult Conclude()
    {
        Span<int> counts = stackalloc int[(int)MessageOutcome.LateAcks + 1];
        var rows = 0;
        _response.Begin();
        for (var i = 0; i < _count; i++)
        {
            counts[(int)_messages[i].Outcome]++;
            if (!_messages[i].Succeeded) _response.AddFailure(_payload.AsSpan(_messages[i].Id));
            else rows += _messages[i].RowCount;
        }
        _response.End();
        if (counts[(int)MessageOutcome.LateAcks] is > 0 and var late) Log.DeadlineReached(_logger, late);
        var succeeded = counts[(int)MessageOutcome.Acked] + counts[(int)MessageOutcome.Quarantined] + counts[(int)MessageOutcome.Dropped] + counts[(int)MessageOutcome.Deduplicated];
        var latency = _latencies.Summarize();
        return new BatchResult
        {
            Received = _count,
            Acked = counts[(int)MessageOutcome.Acked],
            Quarantined = counts[(int)MessageOutcome.Quarantined],
            Dropped = counts[(int)MessageOutcome.Dropped],
            Deduplicated = counts[(int)MessageOutcome.Deduplicated],
            Failed = _count - succeeded,
            Rows = rows,
            Bytes = _bytes,
            EncodeTime = _clock.GetElapsedTime(0, _encodeTicks),
            AckLatencyMedian = latency.Median,
            AckLatencyMax = latency.Max,
            Failure = Failure(succeeded, counts[(int)MessageOutcome.RecordFailed]),
        };
    }

    private FunctionException? Failure(int succeeded, int refused)
    {
        if (succeeded == _count) return null;
        if (succeeded == 0 && refused == 0 && _faults.ToFailure(_count) is { } systemic) return systemic;
        return _report == DeliveryReport.Throw
            ? new(FunctionErrorTypes.DeliveryIncomplete, $"{_count - succeeded} of {_count} messages were not delivered, so the whole batch comes back (DELIVERY_REPORT=throw). The log has a line for each.")
            : null;
    }

    private string Id(int index) => System.Text.Encoding.UTF8.GetString(_payload.AsSpan(_messages[index].Id));
}
