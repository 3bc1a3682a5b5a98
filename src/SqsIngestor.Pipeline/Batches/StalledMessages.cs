namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Finds what holds up the messages of a batch: a row whose ack is overdue, and behind which others wait. If it is of this batch,
/// the batch gives it up; the others are sent again on a new connection, without it. Not thread-safe.
/// </summary>
internal sealed class StalledMessages(Batch batch, AckWatch watch, SendQueue queue, EarlierMessages earlier)
{
    private readonly MessageLedger _messages = batch.Messages;

    /// <summary>The next message in flight that holds up others, and its row; null if there is none.</summary>
    public (int Message, SentRow Row)? Find()
    {
        if (batch.Deadline.HasPassed) return null;
        foreach (var table in batch.WrittenTables)
        {
            if (AwaitedIn(table) is not var (message, row)) continue;
            var isStalled = watch.HasHadItsTime(row, _messages.HistoryOf(message).IsSuspected)
                && !row.Stream.IsSettled(row.Offset)
                && (watch.HasOthersBehind(LastOf(message, row)) || queue.HasWaitingBehind(row));
            if (isStalled) return (message, row);
        }
        return null;
    }

    /// <summary>
    /// Asks for new connections to tables that this batch uses, where the ack is overdue of a row that is not in flight in it.
    /// Once the invocation that has sent it gives it up, or if one has, those behind it need not wait for it.
    /// </summary>
    public void RenewBehindOthers()
    {
        if (batch.Deadline.HasPassed) return;
        for (var table = 0; table < batch.Plan.Targets.Count; table++)
        {
            if (watch.OverdueOf(table) is var (stream, _) && Uses(table) && AwaitedIn(table) is null) stream.RenewConnection();
        }
    }

    private bool Uses(int table) =>
        batch.WrittenTables.Contains(table) || queue.WaitsFor(table) || earlier.HasUnacked(table);

    // The message in flight, and its row, for which the connection of a table waits, with an overdue ack.
    private (int Message, SentRow Row)? AwaitedIn(int table)
    {
        if (watch.OverdueOf(table) is null || !batch.WrittenTables.Contains(table)) return null;
        for (var i = _messages.FirstInFlight; i < _messages.Count; i++)
        {
            if (_messages.OutcomeOf(i) != MessageOutcome.InFlight) continue;
            for (var j = 0; j < _messages.RowCountOf(i); j++)
            {
                if (_messages.RowOf(i, j) is var row && row.Target == table && watch.IsAwaited(row)) return (i, row);
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
