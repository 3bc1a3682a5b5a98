using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Events.Checksums;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Logging;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Encodes the messages of a batch, logs why one cannot become rows, and lets go of buffers that only a large message needed.
/// Reused from batch to batch; not thread-safe.
/// </summary>
/// <param name="batch">The batch.</param>
/// <param name="plan">The mapping.</param>
/// <param name="messageBytes">See <see cref="DeliveryOptions.MessageBytes"/>.</param>
/// <param name="lines">Receives a line for each message that is refused or set aside.</param>
/// <param name="logger">Receives what is notable about other messages.</param>
/// <param name="clock">Measures the time of the encoder.</param>
internal sealed class MessageEncoder(
    Batch batch, MappingPlan plan, int? messageBytes, MessageLog lines, ILogger logger, TimeProvider clock)
{
    // Buffers below this size are not worth a look.
    private const int SmallBuffers = 2 * 1024 * 1024;

    // So many batches of small messages in a row make the buffers small.
    private const int BatchesBeforeTrim = 3;

    // A line of the log names at most so many errors of one message.
    private const int MostReasons = 5;

    private static readonly TimeSpan DuplicateNamePause = TimeSpan.FromMinutes(1);

    private readonly MessageLedger _messages = batch.Messages;
    private RecordEncoder _encoder = plan.CreateEncoder(messageBytes);
    private InvocationContext _invocation = null!;
    private int _batchesOfSmallMessages;
    private long? _duplicateLogged;

    /// <inheritdoc cref="RecordEncoder.Rows"/>
    public IReadOnlyList<EncodedRow> Rows => _encoder.Rows;

    /// <inheritdoc cref="RecordEncoder.Shape"/>
    public int Shape => _encoder.Shape;

    /// <inheritdoc cref="RecordEncoder.Bytes"/>
    public ReadOnlyMemory<byte> Bytes(EncodedRow row) => _encoder.Bytes(row);

    /// <summary>Begins a batch.</summary>
    /// <param name="invocation">What rows may hold of the invocation.</param>
    public void Begin(InvocationContext invocation) => _invocation = invocation;

    /// <summary>Ends a batch, and lets go of the buffers that only an earlier, larger message needed.</summary>
    /// <returns>The bytes that were let go of.</returns>
    public long End()
    {
        var size = _encoder.BufferBytes;
        var isSmall = _encoder.TakePeakBytes(SmallBuffers) < size / 8;
        _batchesOfSmallMessages = isSmall && size > SmallBuffers ? _batchesOfSmallMessages + 1 : 0;
        if (_batchesOfSmallMessages < BatchesBeforeTrim) return 0;
        _batchesOfSmallMessages = 0;
        Renew();
        return size;
    }

    /// <summary>Begins with new buffers, after a failure that nobody expected.</summary>
    public void Renew() => _encoder = plan.CreateEncoder(messageBytes);

    /// <summary>Encodes a message. If it cannot become rows, marks it as failed.</summary>
    /// <param name="message">Its index.</param>
    /// <param name="source">The message, read from the event.</param>
    /// <returns>What the encoder made of the message; null if it cannot become a row.</returns>
    /// <exception cref="OperationCanceledException">The deadline passed before it had made all rows.</exception>
    public EncodeOutcome? Encode(int message, SourceMessage source)
    {
        var started = clock.GetTimestamp();
        var outcome = _encoder.Encode(source, _invocation, batch.Deadline.Token);
        batch.AddEncodeTime(clock.GetTimestamp() - started);
        if (_encoder.Warnings != MessageWarnings.None) lines.ChecksumMismatch(message, _encoder.Warnings);
        switch (outcome)
        {
            case EncodeOutcome.Rows:
                return outcome;
            case EncodeOutcome.Quarantined:
                lines.SetAside(message, "quarantined", _encoder.Error!, Reasons);
                return outcome;
            case EncodeOutcome.Dropped:
                lines.SetAside(message, "dropped", _encoder.Error!, Reasons);
                return outcome;
            case EncodeOutcome.Failed:
                lines.Refused(message, _encoder.Error!, Reasons);
                _messages.Refused(message);
                return null;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>
    /// Counts and logs what is notable about the message that was encoded last, once it has been sent; only once for a message
    /// that is sent again.
    /// </summary>
    public void Report(int message, EncodeOutcome outcome)
    {
        if (!_messages.TryCount(message)) return;
        if (_encoder.HasDuplicateName) ReportDuplicateName(message);
        if (outcome != EncodeOutcome.Rows) return;
        if (_encoder.SkippedRows > 0) batch.SkippedRowsOf(_encoder.SkippedRows);
        if (_encoder.Rows.Count == 0) batch.MadeNoRow();
        // The id is text that is made for the log.
        if (!logger.IsEnabled(LogLevel.Debug)) return;
        if (_encoder.Rows.Count == 0) PipelineLog.MessageWithoutRow(logger, batch.Id(message));
        else if (_encoder.SkippedRows > 0) PipelineLog.RowsSkipped(logger, batch.Id(message), _encoder.SkippedRows);
    }

    /// <summary>A producer that writes names twice writes many of them, so the log has one in a minute.</summary>
    private void ReportDuplicateName(int message)
    {
        batch.HasDuplicateName();
        if (_duplicateLogged is { } last && clock.GetElapsedTime(last) < DuplicateNamePause) return;
        _duplicateLogged = clock.GetTimestamp();
        PipelineLog.DuplicateName(logger, batch.Id(message), (int)DuplicateNamePause.TotalSeconds);
    }

    /// <summary>Why the message cannot become a row: the first error and what else fails, in one line.</summary>
    private string Reasons()
    {
        var reasons = string.Join("; ", _encoder.Errors.Take(MostReasons).Select(static error => error.Text));
        var more = _encoder.Errors.Count() - MostReasons;
        return more > 0 ? $"{reasons}; and {more} more" : reasons;
    }
}
