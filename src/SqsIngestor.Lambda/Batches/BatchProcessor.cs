using System.Text;
using Microsoft.Extensions.Logging;
using SqsIngestor.Lambda.Logging;
using SqsIngestor.Mapping;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Sources;
using SqsIngestor.Mapping.Sources.Checksums;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Lambda.Batches;

/// <summary>
/// One batch at a time: encodes and sends every message before the first ack is awaited, then counts a message as done
/// once all its rows are durable. Until then it counts as failed.
/// </summary>
internal sealed class BatchProcessor
{
    private readonly MappingPlan _plan;
    private readonly TableStreams _streams;
    private readonly ILogger _logger;
    private readonly RecordEncoder _encoder;
    private readonly SourceMessage _message;
    private readonly BatchResponse _response = new();
    private readonly List<RowState> _rows = [];
    private readonly ZerobusStream?[] _open;
    private readonly bool[] _unavailable;
    private MessageState[] _messages = new MessageState[64];

    public BatchProcessor(MappingPlan plan, TableStreams streams, ILogger logger)
    {
        (_plan, _streams, _logger) = (plan, streams, logger);
        (_encoder, _message) = (plan.CreateEncoder(), plan.CreateMessage());
        _open = new ZerobusStream?[plan.Targets.Count];
        _unavailable = new bool[plan.Targets.Count];
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
        _rows.Clear();
        Array.Clear(_open);
        Array.Clear(_unavailable);
        var received = 0;
        if (_plan.UsesBatchSize) invocation = invocation with { BatchSize = Count(payload, length) };
        var reader = new SqsEventReader(payload, length);
        while (reader.Read(_message))
        {
            if (received == _messages.Length) Array.Resize(ref _messages, received * 2);
            _messages[received] = new MessageState { Id = _message.MessageIdRange, FirstRow = _rows.Count };
            if (Encode(payload, received, invocation)) await SendAsync(payload, received, deadline).ConfigureAwait(false);
            received++;
        }
        var late = 0;
        for (var i = 0; i < received; i++) late += await SettleAsync(payload, i, deadline).ConfigureAwait(false) ? 0 : 1;
        if (late > 0) Log.DeadlineReached(_logger, late);
        return Report(payload, received);
    }

    private int Count(byte[] payload, int length)
    {
        var count = 0;
        var reader = new SqsEventReader(payload, length);
        while (reader.Read(_message)) count++;
        return count;
    }

    private bool Encode(byte[] payload, int index, InvocationContext invocation)
    {
        var outcome = _encoder.Encode(_message, invocation);
        if (_encoder.Warnings != MessageWarnings.None) Log.ChecksumDiffers(_logger, Id(payload, index), _encoder.Warnings.ToString());
        if (outcome == EncodeOutcome.Rows) return true;
        var error = _encoder.Error!;
        if (outcome != EncodeOutcome.Failed)
        {
            Log.MessageSetAside(_logger, Id(payload, index), outcome == EncodeOutcome.Dropped ? "dropped" : "quarantined", error.Code.ToText(), error.Column, error.Table, error.Pointer);
            return true;
        }
        Log.MessageRefused(_logger, Id(payload, index), _message.ReceiveCount, error.Code.ToText(), error.Column, error.Table, error.Pointer);
        _messages[index].RowCount = -1;
        return false;
    }

    private async ValueTask SendAsync(byte[] payload, int index, CancellationToken deadline)
    {
        foreach (var row in _encoder.Rows)
        {
            try
            {
                if (await OpenAsync(row.Target, deadline).ConfigureAwait(false) is not { } stream)
                {
                    _messages[index].RowCount = -1;
                    return;
                }
                _rows.Add(new(row.Target, await stream.WriteAsync(_encoder.Bytes(row), deadline).ConfigureAwait(false)));
            }
            catch (ZerobusException e)
            {
                Log.RowRefused(_logger, Id(payload, index), _plan.Targets[row.Target].Name, e.Code.ToString());
                _messages[index].RowCount = -1;
                return;
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested)
            {
                _messages[index].RowCount = -1;
                return;
            }
        }
        _messages[index].RowCount = _encoder.Rows.Count;
    }

    /// <summary>The target's stream for this batch. One that cannot be opened is not tried again for each message.</summary>
    private async ValueTask<ZerobusStream?> OpenAsync(int target, CancellationToken deadline)
    {
        if (_open[target] is { } open || _unavailable[target]) return _open[target];
        try
        {
            return _open[target] = await _streams.GetAsync(target, deadline).ConfigureAwait(false);
        }
        catch (ZerobusException e)
        {
            _unavailable[target] = true;
            Log.StreamUnavailable(_logger, _plan.Targets[target].Name, e.Code.ToString(), e.Message);
            return null;
        }
    }

    /// <summary>Waits until the rows of one message are durable. False when the deadline came first.</summary>
    private async ValueTask<bool> SettleAsync(byte[] payload, int index, CancellationToken deadline)
    {
        var state = _messages[index];
        if (state.RowCount < 0) return true;
        for (var i = state.FirstRow; i < state.FirstRow + state.RowCount; i++)
        {
            var row = _rows[i];
            try
            {
                await _open[row.Target]!.WaitForAckAsync(row.Offset, deadline).ConfigureAwait(false);
            }
            catch (ZerobusException e)
            {
                Log.RowRefused(_logger, Id(payload, index), _plan.Targets[row.Target].Name, e.Code.ToString());
                return true;
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested)
            {
                return false;
            }
        }
        _messages[index].Succeeded = true;
        return true;
    }

    private BatchResult Report(byte[] payload, int received)
    {
        var (rows, failed) = (0, 0);
        _response.Begin();
        for (var i = 0; i < received; i++)
        {
            if (_messages[i].Succeeded)
            {
                rows += _messages[i].RowCount;
                continue;
            }
            failed++;
            _response.AddFailure(payload.AsSpan(_messages[i].Id));
        }
        _response.End();
        return new(received, rows, failed);
    }

    private string Id(byte[] payload, int index) => Encoding.UTF8.GetString(payload.AsSpan(_messages[index].Id));
}
