using System.Threading.Channels;
using Grpc.Core;
using SqsIngestor.Emulator.Tables;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>Commits requests in order. Requests that arrive during a transaction go into the next one.</summary>
/// <param name="tables">The rows.</param>
/// <param name="table">The table as the stream knows it.</param>
/// <param name="statistics">Counts.</param>
/// <param name="position">The persistent stream; null for an ephemeral one.</param>
/// <param name="onCommitted">Called for each request with its offset.</param>
internal sealed class CommitLoop(
    TableStore tables, StoredTable table, EmulatorStatistics statistics, StreamPosition? position, Action<long> onCommitted)
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

                Commit(rows, count, group[^1].Offset);
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

    private void Commit(List<object?[]> rows, int count, long upTo)
    {
        if (count == 0 && position is null) return;
        try
        {
            var reached = position is null ? null : position with { Committed = upTo };
            if (!tables.TryAppend(table, rows, reached)) throw StreamErrors.TableChanged(table.Table.Name);
        }
        catch (TableStoreException)
        {
            throw StreamErrors.StoreFailed();
        }

        statistics.Committed(count);
    }
}
