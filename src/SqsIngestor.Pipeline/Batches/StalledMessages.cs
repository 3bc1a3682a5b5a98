namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Finds the messages whose acks are overdue while others wait behind them. The batch gives them up, and the others are sent
/// again on a new connection, without them. Not thread-safe.
/// </summary>
internal sealed class StalledMessages(Batch batch, AckWatch watch, SendQueue queue)
{
    private readonly MessageLedger _messages = batch.Messages;

    /// <summary>The next such message, in flight, and its row; null if there is none.</summary>
    public (int Message, SentRow Row)? Find()
    {
        if (batch.Deadline.HasPassed) return null;
        foreach (var table in batch.WrittenTables)
        {
            if (watch.OverdueOf(table) is not null && Find(table) is { } found) return found;
        }
        return null;
    }

    private (int Message, SentRow Row)? Find(int table)
    {
        for (var i = _messages.FirstInFlight; i < _messages.Count; i++)
        {
            if (_messages.OutcomeOf(i) != MessageOutcome.InFlight) continue;
            for (var j = 0; j < _messages.RowCountOf(i); j++)
            {
                var row = _messages.RowOf(i, j);
                if (row.Target != table || !watch.IsAwaited(row)) continue;
                var isStalled = watch.HasHadItsTime(row, _messages.HistoryOf(i).IsSuspected)
                    && !row.Stream.IsSettled(row.Offset)
                    && (watch.HoldsUpOthersThan(LastOf(i, row)) || queue.HoldsUp(row));
                return isStalled ? (i, row) : null;
            }
        }
        return null;
    }

    // The last row of a message on the stream of one of its rows.
    private SentRow LastOf(int message, in SentRow row)
    {
        for (var i = _messages.RowCountOf(message) - 1; i >= 0; i--)
        {
            if (_messages.RowOf(message, i) is var last && last.Stream == row.Stream) return last;
        }
        return row;
    }
}
