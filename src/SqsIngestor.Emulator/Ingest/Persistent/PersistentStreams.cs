using SqsIngestor.Catalog;
using SqsIngestor.Emulator.Tables;

namespace SqsIngestor.Emulator.Ingest.Persistent;

/// <summary>
/// The persistent streams: who writes to each. A stream has one writer; a connection that resumes it ends the one before, so that
/// nothing is committed behind its back. Safe for use by several threads.
/// </summary>
internal sealed class PersistentStreams(TableStore tables)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, PersistentLease> _leases = new(StringComparer.Ordinal);

    /// <summary>Makes a new stream.</summary>
    public PersistentLease Create(StoredTable table)
    {
        lock (_gate)
        {
            var position = new StreamPosition(Guid.NewGuid().ToString(), table.Table.Name, -1);
            tables.SavePosition(position);
            return Lease(position);
        }
    }

    /// <summary>Gives the stream to a connection, as soon as the one before has ended.</summary>
    /// <returns>Null if the table has no stream of that id.</returns>
    public async Task<PersistentLease?> ResumeAsync(TableName table, string streamId)
    {
        while (true)
        {
            PersistentLease before;
            lock (_gate)
            {
                if (tables.FindPosition(streamId) is not { } position || position.Table != table) return null;
                if (!_leases.TryGetValue(streamId, out before!)) return Lease(position);
            }

            await before.TakeOverAsync();
        }
    }

    /// <summary>Forgets a stream, as soon as its connection has ended.</summary>
    /// <returns>False if the table has no stream of that id.</returns>
    public async Task<bool> RetireAsync(TableName table, string streamId)
    {
        using var lease = await ResumeAsync(table, streamId);
        if (lease is null) return false;
        tables.RemovePosition(streamId);
        return true;
    }

    private PersistentLease Lease(StreamPosition position)
    {
        var lease = new PersistentLease(position, Release);
        _leases[position.StreamId] = lease;
        return lease;
    }

    private void Release(PersistentLease lease)
    {
        lock (_gate)
        {
            if (_leases.GetValueOrDefault(lease.Position.StreamId) == lease) _leases.Remove(lease.Position.StreamId);
        }
    }
}
