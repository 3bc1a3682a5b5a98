using Grpc.Core;
using SqsIngestor.Catalog;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Emulator.Nemesis.Recording;

/// <summary>How the service refuses a poison message, the same way each time.</summary>
/// <param name="Table">The table that refuses its row.</param>
/// <param name="Status">The status; null if the connection is dropped.</param>
/// <param name="IsAtOnce">Whether the acks that are due are not sent.</param>
internal sealed record Poison(TableName Table, StatusCode? Status, bool IsAtOnce);

/// <summary>
/// The messages of a run. A message is sent and becomes known in one step, so that the service never meets an unknown one.
/// </summary>
internal sealed class SentMessages(History history)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Poison?> _messages = new(StringComparer.Ordinal);

    /// <summary>The number of messages.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _messages.Count;
        }
    }

    /// <summary>Sends a message.</summary>
    public void Send(LocalSqs queue, NemesisMessage message, Poison? poison)
    {
        lock (_lock)
        {
            var sent = queue.Send(message.Message)[0];
            var number = _messages.Count;
            _messages.Add(sent.MessageId, poison);
            history.Add(
                at => new MessageSent(
                    at, sent.MessageId, message.Message.GroupId, number, message.Rows, IsPoison: poison is not null));
        }
    }

    /// <summary>How a message is refused, or null.</summary>
    public Poison? PoisonOf(string messageId)
    {
        lock (_lock) return _messages.GetValueOrDefault(messageId);
    }
}
