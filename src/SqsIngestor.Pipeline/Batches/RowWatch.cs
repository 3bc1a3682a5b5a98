using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>Waits for the rows of a message that had no ack when its batch gave them up, also after the batch.</summary>
internal static class RowWatch
{
    /// <summary>Completes once the streams of all rows have told what became of them. Does not fail.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="acked">Receives each row that became durable.</param>
    /// <param name="suspected">Receives each row that was refused, or ended connections.</param>
    public static async Task<WatchedRows> WaitAsync(IEnumerable<SentRow> rows, Action<SentRow> acked, Action<SentRow> suspected)
    {
        var watched = new WatchedRows([]);
        foreach (var row in rows)
        {
            try
            {
                if (await FailureAsync(row).ConfigureAwait(false) is not { Code: var code })
                {
                    watched.Durable.Add(row.Index);
                    acked(row);
                    continue;
                }
                if (code is ZerobusErrorCode.RecordRefused or ZerobusErrorCode.RecordSuspected) suspected(row);
                watched = watched with
                {
                    HasFailed = true,
                    WasRefused = watched.WasRefused || code == ZerobusErrorCode.RecordRefused,
                    EndsConnections = watched.EndsConnections || code == ZerobusErrorCode.RecordSuspected,
                };
            }
#pragma warning disable CA1031 // Whoever waits for the message would wait in vain.
            catch (Exception)
#pragma warning restore CA1031
            {
                watched = watched with { HasFailed = true };
            }
        }
        return watched;
    }

    // Why a row is not durable. Of the rows of a stream that fails, one throws: the others are settled by then.
    private static async ValueTask<ZerobusException?> FailureAsync(SentRow row)
    {
        if (row.Stream.IsSettled(row.Offset, out var failure)) return failure;
        try
        {
            await row.Stream.WaitForAckAsync(row.Offset, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (ZerobusException e)
        {
            return e;
        }
    }
}

/// <summary>What became of rows of a message for which its batch did not wait.</summary>
/// <param name="Durable">Those that are durable, by their index in the message.</param>
internal readonly record struct WatchedRows(List<int> Durable)
{
    /// <summary>Whether one of them never becomes durable.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Whether the service refused one of them. Whether the table takes other rows is not known.</summary>
    public bool WasRefused { get; init; }

    /// <summary>Whether connections ended with one of them, and with no other row.</summary>
    public bool EndsConnections { get; init; }

    /// <summary>What is known of the message with this.</summary>
    /// <param name="history">What was known before.</param>
    /// <param name="shape">The shape of the delivery; see <see cref="DeliveryHistory.Shape"/>.</param>
    public DeliveryHistory AddTo(DeliveryHistory history, int shape)
    {
        if (WasRefused) history = history with { WasRefused = true };
        if (EndsConnections) history = history with { EndsConnections = true };
        return history.WithDurable(shape, Durable);
    }
}
