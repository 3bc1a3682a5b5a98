namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>The deduplication ids of the last five minutes, as FIFO queues keep them.</summary>
internal sealed class Deduplication
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, QueuedMessage> _first = new(StringComparer.Ordinal);
    private readonly Queue<string> _byAge = new();

    /// <summary>The message with this id within the interval; null for none.</summary>
    public QueuedMessage? Find(string id, DateTimeOffset now)
    {
        while (_byAge.TryPeek(out var oldest) && now - _first[oldest].SentAt >= Interval) _first.Remove(_byAge.Dequeue());
        return _first.GetValueOrDefault(id);
    }

    public void Add(QueuedMessage message)
    {
        _first.Add(message.DeduplicationId!, message);
        _byAge.Enqueue(message.DeduplicationId!);
    }
}
