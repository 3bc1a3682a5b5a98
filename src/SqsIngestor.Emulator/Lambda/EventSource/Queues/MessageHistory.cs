namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>
/// Every message that the queue has taken, with its state. It forgets the oldest messages that are deleted or dead once there are
/// more than 100,000 of these. The queue's lock guards it.
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
