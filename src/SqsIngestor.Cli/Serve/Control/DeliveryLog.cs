using SqsIngestor.Emulator.Lambda.EventSource;

namespace SqsIngestor.Cli.Serve.Control;

/// <summary>The last invocations with batches of the queue. Each is there before its messages count as answered.</summary>
internal sealed class DeliveryLog
{
    private const int Most = 2000;

    private readonly Lock _lock = new();
    private readonly Queue<(InvocationNews News, IReadOnlyList<string> MessageIds)> _deliveries = new();

    public InvocationNews Add(DeliveredBatch report, IReadOnlyList<string> problems)
    {
        var news = InvocationNews.Of(report.Number, report.Result, report.MessageIds.Count, report.Verdict, problems);
        lock (_lock)
        {
            _deliveries.Enqueue((news, report.MessageIds));
            if (_deliveries.Count > Most) _deliveries.Dequeue();
        }

        return news;
    }

    /// <summary>The invocations after a number that had any of the messages, oldest first.</summary>
    public IReadOnlyList<InvocationNews> After(int number, HashSet<string> messageIds)
    {
        lock (_lock) return [.. _deliveries.Where(delivery => delivery.News.Number > number && delivery.MessageIds.Any(messageIds.Contains)).Select(delivery => delivery.News)];
    }
}
