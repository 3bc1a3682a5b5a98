using System.Collections.Concurrent;
using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>The streams that are open now.</summary>
internal sealed class StreamRegistry
{
    private readonly ConcurrentDictionary<IngestStream, byte> _streams = new();

    /// <summary>The open streams of a table, or all.</summary>
    public IReadOnlyCollection<IngestStream> Of(TableName? table) =>
        [.. _streams.Keys.Where(stream => table is null || stream.Table == table)];

    public void Add(IngestStream stream) => _streams[stream] = 0;

    public void Remove(IngestStream stream) => _streams.TryRemove(stream, out _);
}
