using System.Threading.Channels;
using Grpc.Core;
using SqsIngestor.Emulator.Tables;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>Commits requests in order. Requests that arrive during a transaction go into the next one.</summary>
/// <param name="tables">The rows.</param>
/// <param name="stream">The stream.</param>
/// <param name="statistics">Counts.</param>
/// <param name="onCommitted">Called for each request with its offset.</param>
internal sealed class CommitLoop(
    TableStore tables, OpenedStream stream, EmulatorStatistics statistics, Action<long> onCommitted)
{
    private const int MostRows = 16 * 1024;

    /// <summary>Runs until the requests end.</summary>
    /// <exception cref="RpcException">The rows could not be stored.</exception>
    public async Task RunAsync(
        ChannelReader<PendingRequest> requests, ChannelWriter<PendingRequest> committed, CancellationToken cancellationToken)
    {
        try
        {
            var group = new List<PendingRequest>();
            var rows = new List<object?[]>();
            while (await requests.WaitToReadAsync(cancellationToken))
            {
                group.Clear();
                rows.Clear();
                var count = 0;
                while (count < MostRows && requests.TryRead(out var request))
                {
                    group.Add(request);
                    rows.AddRange(request.Rows);
                    count += request.RowCount;
                }

                Commit(rows, count, group);
                // Drops the rows; passes on only offset and time.
                foreach (var request in group) onCommitted(request.Offset);
                foreach (var request in group) await committed.WriteAsync(request with { Rows = [] }, cancellationToken);
            }
        }
        finally
        {
            committed.Complete();
        }
    }

    private void Commit(List<object?[]> rows, int count, List<PendingRequest> group)
    {
        if (count == 0 && stream.Position is null) return;
        try
        {
            var reached = stream.Position is { } position ? position with { Committed = group[^1].Offset } : null;
            if (!tables.TryAppend(stream.Table, rows, reached)) throw StreamErrors.TableChanged(stream.Table.Table.Name);
        }
        catch (TableStoreException)
        {
            throw StreamErrors.StoreFailed();
        }

        stream.Activity?.Committed(count, group.Sum(request => request.Bytes));
        statistics.Committed(count);
    }
}
