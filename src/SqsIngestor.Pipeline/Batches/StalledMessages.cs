using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Finds the messages for whose rows connections wait in vain while others wait behind them. The batch gives them up, and the
/// others are sent again on a new connection, without them. Not thread-safe.
/// </summary>
internal sealed class StalledMessages(Batch batch, AckWatch watch, SendQueue queue)
{
    private readonly MessageLedger _messages = batch.Messages;

    /// <summary>The next such message, in flight, and the stream of its row; null if there is none.</summary>
    public (int Message, ITableStream Stream)? Find()
    {
        if (batch.Deadline.HasPassed) return null;
        foreach (var table in batch.WrittenTables)
        {
            if (watch.MayHaveSuspect(table) && Find(table) is { } found) return found;
        }
        return null;
    }

    private (int Message, ITableStream Stream)? Find(int table)
    {
        for (var i = _messages.FirstInFlight; i < _messages.Count; i++)
        {
            if (_messages.OutcomeOf(i) != MessageOutcome.InFlight) continue;
            for (var j = 0; j < _messages.RowCountOf(i); j++)
            {
                var row = _messages.RowOf(i, j);
                if (row.Target != table || !watch.IsAwaited(row)) continue;
                var isStalled = watch.HasHadItsTime(row, _messages.HistoryOf(i).IsSuspected)
                    && !row.Stream.IsSettled(row.Offset) && HoldsUpOthers(i, row.OrderingKey);
                return isStalled ? (i, row.Stream) : null;
            }
        }
        return null;
    }

    // The rest of its own group is returned with it in any case.
    private bool HoldsUpOthers(int message, long key)
    {
        if (queue.HasOthersThan(key)) return true;
        for (var i = _messages.FirstInFlight; i < _messages.Count; i++)
        {
            if (i == message || _messages.OutcomeOf(i) != MessageOutcome.InFlight || _messages.RowCountOf(i) == 0) continue;
            if (key == 0 || _messages.RowOf(i, 0).OrderingKey != key) return true;
        }
        return false;
    }
}
