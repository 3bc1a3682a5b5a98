namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>
/// Every message that the queue has accepted, with its state. It forgets the oldest deleted or dead messages beyond 100,000. The
/// queue's lock guards it.
/// </summary>
internal sealed class MessageHistory
{
    private const int MostSettled = 100_000;

    private readonly Dictionary<string, QueuedMessage> _messages = new(StringComparer.Ordinal);
    private readonly Queue<string> _settled = new();

    public void Add(QueuedMessage message) => _messages.Add(message.Id, message);

    public QueuedMessage? Find(string id) => _messages.GetValueOrDefault(id);

    public void Settle(QueuedMessage message)
    {
        _settled.Enqueue(message.Id);
        if (_settled.Count > MostSettled) _messages.Remove(_settled.Dequeue());
    }
}
