using System.Collections.Concurrent;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>The streams that are open now.</summary>
internal sealed class StreamRegistry
{
    private readonly ConcurrentDictionary<IngestStream, byte> _streams = new();

    public IReadOnlyCollection<IngestStream> Open => [.. _streams.Keys];

    public void Add(IngestStream stream) => _streams[stream] = 0;

    public void Remove(IngestStream stream) => _streams.TryRemove(stream, out _);
}
