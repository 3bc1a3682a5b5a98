using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>What one message still waits for: the acks of its rows, another invocation, or its original in the batch.</summary>
internal sealed class MessageWaits(Batch batch, DownTables down, WorkingTables working, TimeProvider clock)
{
    private readonly MessageLedger _messages = batch.Messages;

    /// <summary>
    /// Whether nothing is left to wait for: <see cref="MessageSettlement.SettleAsync"/> says how the message ended.
    /// </summary>
    /// <param name="message">Its index.</param>
    /// <param name="pending">What a check of several messages has found; null asks the streams.</param>
    public bool IsReady(int message, PendingRows? pending = null)
    {
        switch (_messages.OutcomeOf(message))
        {
            case MessageOutcome.InFlight:
                return LastPending(message, pending) is null;
            case MessageOutcome.SentEarlier:
                return _messages.EarlierOf(message).Acked.IsCompleted;
            case MessageOutcome.DuplicateInBatch:
                return _messages.IsSettled(_messages.OriginalOf(message));
            // Others have ended, or were never sent.
            default:
                return true;
        }
    }

    /// <summary>
    /// Whether a message has waited in vain for <see cref="TableStreams.Grace"/>, while others could go on: for a stream that has
    /// been without a connection for so long, in a batch that has written to another table that works; or for an ack of a table
    /// that was known to be down, of whatever invocation.
    /// </summary>
    public bool IsStuck(int message) => _messages.OutcomeOf(message) switch
    {
        MessageOutcome.InFlight => (batch.WrittenTables.Count > 1 || down.Any)
            && LastPending(message) is { } row
            && clock.GetElapsedTime(row.SentAt) >= TableStreams.Grace
            && (down.HasHadItsTime(row.Target)
                || (working.AnyWrittenBeside(row.Target) && row.Stream.InterruptedFor >= TableStreams.Grace)),
        MessageOutcome.SentEarlier => down.HoldUp(_messages.EarlierOf(message).Tables),
        _ => false,
    };

    /// <summary>
    /// Completes when a message may be ready: its last pending row is settled, or the earlier invocation knows what became of it.
    /// For a row, also at the deadline; for an earlier invocation, not. Never fails.
    /// </summary>
    public Task NextChangeAsync(int message) => _messages.OutcomeOf(message) switch
    {
        MessageOutcome.InFlight when LastPending(message) is { } row => SettledAsync(row),
        MessageOutcome.SentEarlier => _messages.EarlierOf(message).Acked,
        // Others have nothing to wait for.
        _ => Task.CompletedTask,
    };

    /// <summary>
    /// Completes when the first pending row of a message in a table is settled, so that the table has room again. Never fails.
    /// </summary>
    /// <returns>Null if it has no such row.</returns>
    public Task? NextRoomAsync(int message, int table)
    {
        for (var i = 0; i < _messages.RowCountOf(message); i++)
        {
            var row = _messages.RowOf(message, i);
            if (row.Target == table && !row.Stream.IsSettled(row.Offset)) return SettledAsync(row);
        }
        return null;
    }

    /// <summary>
    /// The last row of a message that is not settled. It is looked for from the end, because a stream acks in order.
    /// </summary>
    /// <param name="message">Its index.</param>
    /// <param name="pending">What a check of several messages has found; null asks the streams.</param>
    public SentRow? LastPending(int message, PendingRows? pending = null)
    {
        for (var i = _messages.RowCountOf(message) - 1; i >= 0; i--)
        {
            var row = _messages.RowOf(message, i);
            if (!(pending?.Contains(row) ?? !row.Stream.IsSettled(row.Offset))) continue;
            // The check must also find its rows that wait in other tables.
            for (var j = i - 1; j >= 0 && pending is not null; j--)
            {
                if (_messages.RowOf(message, j) is var other && other.Target != row.Target) pending.Contains(other);
            }
            return row;
        }
        return null;
    }

    private async Task SettledAsync(SentRow row)
    {
        try
        {
            await row.Stream.WaitForAckAsync(row.Offset, batch.Deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ZerobusException or OperationCanceledException)
        {
            // Settling the message tells.
        }
    }
}
