using System.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>What became of an attempt to send a message.</summary>
internal enum SendResult
{
    /// <summary>Its rows are sent, or need not be sent by this batch. The ledger says whether it is settled.</summary>
    Sent,

    /// <summary>
    /// It was not sent, or only in part: the message, a stream or the deadline is the cause. The ledger says which, and whether
    /// it can be sent again.
    /// </summary>
    Failed,

    /// <summary>Nothing was sent: a table that it needs is not open, or has no room.</summary>
    TableNotReady,

    /// <summary>Nothing was sent: it must wait for the messages of its group that were sent before it.</summary>
    GroupNotSettled,

    /// <summary>Nothing was sent: it is suspected, and goes after everything else.</summary>
    Suspected,
}

/// <summary>
/// Sends one message at a time: none of its rows if a table that it needs is not ready. An error fails this message and no
/// other. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class MessageSender(
    Batch batch, MessageEncoder encoder, BatchStreams streams, DeliveryMemory memory, MessageSettlement settlement,
    MessageLog lines, TimeProvider clock)
{
    private readonly MessageLedger _messages = batch.Messages;
    private RowWriter _writer = null!;

    /// <summary>The table that is not ready, by index in the plan, after <see cref="SendResult.TableNotReady"/>.</summary>
    public int NotReady { get; private set; }

    /// <summary>Begins a batch.</summary>
    /// <param name="writer">Writes its rows.</param>
    public void Begin(RowWriter writer) => _writer = writer;

    /// <summary>Looks a message up in the memory and sends it unless that is not needed.</summary>
    /// <param name="message">Its index.</param>
    /// <param name="source">The message, read from the event.</param>
    /// <param name="group">Its FIFO group; null on a standard queue.</param>
    public async ValueTask<SendResult> AcceptAsync(int message, SourceMessage source, FifoGroup? group)
    {
        if (batch.Deadline.HasPassed) return TimedOut(message);
        var known = memory.Begin(_messages.KeyOf(message), batch.Identity, message);
        switch (known.Status)
        {
            case DeliveryStatus.Durable:
                _messages.WasDurable(message);
                return SendResult.Sent;
            case DeliveryStatus.InThisBatch:
                _messages.Duplicates(message, known.Index);
                return SendResult.Sent;
            case DeliveryStatus.AckPending:
                _messages.WasSentEarlier(message, known.Pending!);
                return SendResult.Sent;
            case DeliveryStatus.Refused:
                lines.RefusedBefore(message);
                _messages.Refused(message);
                return SendResult.Failed;
            case DeliveryStatus.New:
                if (known.History is { } history) _messages.SetHistory(message, history);
                if (known.History is { IsSuspected: true }) return SendResult.Suspected;
                return await SendAsync(message, source, group).ConfigureAwait(false);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Sends a message that belongs to this batch.</summary>
    /// <param name="message">Its index.</param>
    /// <param name="source">The message, read from the event.</param>
    /// <param name="group">Its FIFO group; null on a standard queue.</param>
    /// <param name="isBusy">Tables, by index in the plan, that are not ready for it whatever their streams say; null if all
    /// are.</param>
    public async ValueTask<SendResult> SendAsync(
        int message, SourceMessage source, FifoGroup? group, Func<int, bool>? isBusy = null)
    {
        if (batch.Deadline.HasPassed) return TimedOut(message);
        try
        {
            if (encoder.Encode(message, source) is not { } outcome) return SendResult.Failed;
            var durable = _messages.HistoryOf(message).DurableFor(encoder.Shape);
            if (!AreTablesReady(message, durable, isBusy, out var only))
            {
                return _messages.OutcomeOf(message) == MessageOutcome.NotSent ? SendResult.TableNotReady : SendResult.Failed;
            }
            if (group?.MayFollow(only) == false) return SendResult.GroupNotSettled;
            if (memory.HasRecovered) durable = AddRecovered(message);
            var result = await WriteAsync(message, outcome, durable, group, only).ConfigureAwait(false);
            if (result != SendResult.Sent) return result;
            encoder.Report(message, outcome);
            group?.Sent(message, only);
            return result;
        }
        // What the encoder throws; a write that is cancelled is handled where it is.
        catch (OperationCanceledException) when (batch.Deadline.HasPassed && _messages.RowCountOf(message) == 0)
        {
            return TimedOut(message);
        }
#pragma warning disable CA1031 // One message must not take others with it, whatever is wrong.
        catch (Exception e) when (!(e is OperationCanceledException && batch.Deadline.HasPassed))
#pragma warning restore CA1031
        {
            Unexpected(message, e);
            return SendResult.Failed;
        }
    }

    // A fault in this program, or no memory for this message: the others go on.
    private void Unexpected(int message, Exception e)
    {
        lines.Broke(message, e);
        if (_messages.OutcomeOf(message) == MessageOutcome.NotSent)
        {
            if (_messages.RowCountOf(message) > 0) _messages.SentInPart(message, PartCause.Message);
            else _messages.Refused(message);
        }
        encoder.Renew();
    }

    // Looks at every table before the first row is sent, so that no row is durable whose message cannot be. Rows that are durable
    // already need no table.
    private bool AreTablesReady(int message, RowSet durable, Func<int, bool>? isBusy, out ITableStream? only)
    {
        only = null;
        var several = false;
        for (var i = 0; i < encoder.Rows.Count; i++)
        {
            if (durable.Contains(i)) continue;
            var row = encoder.Rows[i];
            var access = streams.Ask(row.Target);
            if (access.Failure is not null)
            {
                _messages.StreamFailed(message, mayRetry: false);
                return false;
            }
            if (access.Stream is not { } stream || isBusy?.Invoke(row.Target) == true)
            {
                NotReady = row.Target;
                return false;
            }
            several |= only is not null && only != stream;
            only = stream;
        }
        if (several) only = null;
        return true;
    }

    // A stream that was resumed may have told that rows of a message are durable while a batch owns the message. Every stream
    // that the message needs is open now, so what it can tell is known.
    private RowSet AddRecovered(int message)
    {
        var history = _messages.HistoryOf(message);
        if (memory.HistoryOf(_messages.KeyOf(message)) is { } found)
            _messages.SetHistory(message, history = history.WithDurable(encoder.Shape, found.DurableFor(encoder.Shape)));
        return history.DurableFor(encoder.Shape);
    }

    private async ValueTask<SendResult> WriteAsync(
        int message, EncodeOutcome outcome, RowSet durable, FifoGroup? group, ITableStream? only)
    {
        // A group keeps to the stream that was asked for: another one may have opened since.
        var chosen = group is null ? null : only;
        _messages.SetRows(message, encoder.Shape, encoder.Rows.Count - durable.Count);
        var terms = new WriteTerms
        {
            Expires = group is null ? batch.Deadline.LeaseEnd : batch.Deadline.At,
            OrderingKey = group?.Key ?? 0,
            IsSuspect = _messages.HistoryOf(message).EndsConnections,
        };
        var waited = TimeSpan.Zero;
        for (var i = 0; i < encoder.Rows.Count; i++)
        {
            if (durable.Contains(i)) continue;
            var row = encoder.Rows[i];
            // Asked before; if the stream has failed since, the message is sent again as a whole.
            if ((chosen ?? streams.Ask(row.Target).Stream) is not { } stream)
                return Broken(message, MessageOutcome.StreamFailed);
            try
            {
                var record = encoder.Bytes(row);
                var begun = _messages.RowCountOf(message) > 0 ? waited : default(TimeSpan?);
                var patience = streams.PatienceFor(row.Target, begun, isOrdered: group is not null);
                var origin = new MessageRow(_messages.KeyOf(message), i, encoder.Shape, encoder.Rows.Count);
                var offset = await _writer.WriteAsync(stream, record, terms, origin, patience).ConfigureAwait(false);
                var sent = new SentRow(i, row.Target, stream, offset, clock.GetTimestamp(), terms.OrderingKey);
                batch.RowSent(message, sent, record.Length);
            }
            catch (ZerobusException e)
            {
                var unsent = new SentRow(i, row.Target, stream, long.MaxValue, clock.GetTimestamp(), terms.OrderingKey);
                return Broken(message, settlement.RowFailed(message, unsent, e));
            }
            catch (OperationCanceledException) when (batch.Deadline.HasPassed)
            {
                if (_messages.RowCountOf(message) == 0) return TimedOut(message);
                batch.Faults.TimedOut();
                _messages.SentInPart(message, PartCause.Deadline);
                return SendResult.Failed;
            }
            catch (OperationCanceledException)
            {
                return Full(message, row.Target);
            }
            finally
            {
                var time = _writer.TakeWaited();
                streams.AddWait(row.Target, time);
                waited += time;
            }
        }
        _messages.Sent(message, outcome);
        return SendResult.Sent;
    }

    // The stream had no room for long, because its rows are not acked: the messages for other tables go first, and the batch
    // checks what it waits for.
    private SendResult Full(int message, int table)
    {
        streams.SetFull(table);
        if (_messages.RowCountOf(message) > 0)
        {
            _messages.SentInPart(message, PartCause.NoRoom);
            return SendResult.Failed;
        }
        NotReady = table;
        return SendResult.TableNotReady;
    }

    private SendResult Broken(int message, MessageOutcome failure)
    {
        switch (failure)
        {
            case MessageOutcome.NotSent when _messages.RowCountOf(message) == 0:
                break;
            case MessageOutcome.NotSent or MessageOutcome.StreamFailed when _messages.RowCountOf(message) > 0:
                _messages.SentInPart(message, PartCause.Stream);
                break;
            case MessageOutcome.RecordFailed when _messages.RowCountOf(message) > 0:
                _messages.SentInPart(message, PartCause.Message);
                break;
            case MessageOutcome.RecordFailed:
                _messages.Refused(message);
                break;
            case MessageOutcome.StreamFailed:
                _messages.StreamFailed(message, mayRetry: true);
                break;
            default:
                throw new UnreachableException();
        }
        return SendResult.Failed;
    }

    private SendResult TimedOut(int message)
    {
        batch.Faults.TimedOut();
        _messages.TimedOut(message);
        return SendResult.Failed;
    }
}
