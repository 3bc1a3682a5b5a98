using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events.Checksums;
using SqsIngestor.Pipeline.Logging;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Logs what became of single messages of a batch: at most so many lines of each kind, then one line that counts the rest. The
/// metrics count every message. Reused from batch to batch; not thread-safe.
/// </summary>
/// <param name="batch">The batch.</param>
/// <param name="most">How many lines of one event and one code a batch writes.</param>
/// <param name="logger">Receives the lines.</param>
internal sealed class MessageLog(Batch batch, int most, ILogger logger)
{
    private readonly MessageLedger _messages = batch.Messages;

    // How many lines a batch would have of each event and code, in the order of their first one.
    private readonly OrderedDictionary<(string Event, string Code), int> _lines = [];

    /// <summary>Begins the next batch.</summary>
    public void Clear() => _lines.Clear();

    /// <summary>The batch ends: counts the lines that were left out.</summary>
    public void End()
    {
        foreach (var ((name, code), count) in _lines)
        {
            if (count > most) PipelineLog.MessageLinesLeftOut(logger, name, code, count - most);
        }
    }

    /// <summary>A message cannot become a row.</summary>
    /// <param name="message">Its index.</param>
    /// <param name="error">The first error.</param>
    /// <param name="reasons">Every error in one line; made only if the line is written.</param>
    public void Refused(int message, RecordError error, Func<string> reasons)
    {
        if (!Take(nameof(PipelineLog.MessageRefused), error.Code.ToText())) return;
        PipelineLog.MessageRefused(
            logger, batch.Id(message), _messages.ReceiveCountOf(message), reasons(), error.Code.ToText(), error.Column,
            error.Table, error.Pointer);
    }

    /// <summary>A message cannot become a row, and the mapping says what to do with it.</summary>
    /// <param name="message">Its index.</param>
    /// <param name="action">Such as <c>dropped</c>.</param>
    /// <param name="error">The first error.</param>
    /// <param name="reasons">As for <see cref="Refused"/>.</param>
    public void SetAside(int message, string action, RecordError error, Func<string> reasons)
    {
        if (!Take(nameof(PipelineLog.MessageSetAside), error.Code.ToText())) return;
        PipelineLog.MessageSetAside(
            logger, batch.Id(message), action, reasons(), error.Code.ToText(), error.Column, error.Table, error.Pointer);
    }

    /// <summary>A message does not match its checksums, and is accepted.</summary>
    public void ChecksumMismatch(int message, MessageWarnings warnings)
    {
        if (Take(nameof(PipelineLog.ChecksumMismatch), warnings.ToString()))
            PipelineLog.ChecksumMismatch(logger, batch.Id(message), warnings.ToString());
    }

    /// <summary>An earlier delivery has shown that Zerobus refuses a message.</summary>
    public void RefusedBefore(int message)
    {
        if (Take(nameof(PipelineLog.RefusedBefore), ""))
            PipelineLog.RefusedBefore(logger, batch.Id(message), _messages.ReceiveCountOf(message));
    }

    /// <summary>A row of a message is not durable.</summary>
    public void RowRefused(int message, string table, string code)
    {
        if (Take(nameof(PipelineLog.RowRefused), code))
            PipelineLog.RowRefused(logger, batch.Id(message), _messages.ReceiveCountOf(message), table, code);
    }

    /// <summary>A message is returned to the queue that could not be sent, or was withdrawn.</summary>
    public void NotSent(int message, bool isOutOfTime)
    {
        if (isOutOfTime)
        {
            if (Take(nameof(PipelineLog.MessageOutOfTime), ""))
                PipelineLog.MessageOutOfTime(logger, batch.Id(message), _messages.ReceiveCountOf(message));
        }
        else if (Take(nameof(PipelineLog.MessageHeldBack), ""))
        {
            PipelineLog.MessageHeldBack(logger, batch.Id(message), _messages.ReceiveCountOf(message));
        }
    }

    /// <summary>The ack of a row of a message is overdue.</summary>
    public void AckOverdue(int message, string table, TimeSpan waited)
    {
        if (!Take(nameof(PipelineLog.AckOverdue), "")) return;
        PipelineLog.AckOverdue(
            logger, batch.Id(message), _messages.ReceiveCountOf(message), table, waited.TotalSeconds);
    }

    /// <summary>The function has a bug that a message meets, or no memory for it.</summary>
    public void Broke(int message, Exception e)
    {
        if (!Take(nameof(PipelineLog.MessageBroke), e.GetType().Name)) return;
        PipelineLog.MessageBroke(
            logger, batch.Id(message), _messages.ReceiveCountOf(message), e.GetType().FullName!,
            new StackTrace(e, false).ToString());
    }

    private bool Take(string name, string code)
    {
        var count = _lines.GetValueOrDefault((name, code));
        _lines[(name, code)] = count + 1;
        return count < most;
    }
}
