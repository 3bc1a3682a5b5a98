using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>Waits, after its batch, for the rows of a message that had no ack at the deadline.</summary>
internal static class RowWatch
{
    /// <summary>Completes once the streams of all rows have told what became of them.</summary>
    /// <param name="rows">A copy of the rows, which stays valid after the batch.</param>
    /// <param name="history">What is known of the message.</param>
    /// <param name="shape">The shape of the delivery; see <see cref="DeliveryHistory.Shape"/>.</param>
    /// <param name="isWhole">Whether the message has no other rows that are not durable.</param>
    /// <param name="acked">Receives each row that became durable.</param>
    /// <returns>Null if the whole message is durable, else what is known of it.</returns>
    public static async Task<DeliveryHistory?> WaitAsync(
        IEnumerable<SentRow> rows, DeliveryHistory history, int shape, bool isWhole, Action<SentRow> acked)
    {
        var failed = !isWhole;
        var durable = new List<int>();
        foreach (var row in rows)
        {
            try
            {
                await row.Stream.WaitForAckAsync(row.Offset, CancellationToken.None).ConfigureAwait(false);
                durable.Add(row.Index);
                acked(row);
            }
            catch (ZerobusException e)
            {
                failed = true;
                // Whether the table takes other rows is not known here.
                if (e.Code == ZerobusErrorCode.RecordRefused) history = history with { WasRefused = true };
                if (e.Code == ZerobusErrorCode.RecordSuspected) history = history with { EndsConnections = true };
            }
        }
        return failed ? history.WithDurable(shape, durable) : null;
    }
}
