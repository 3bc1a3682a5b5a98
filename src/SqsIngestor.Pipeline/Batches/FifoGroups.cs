using System.Text;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The message groups of a FIFO batch. Messages of a group are sent without waiting for each other as long as all their rows go
/// to one stream, which keeps their order and ends at the first one that it refuses. The others wait.
/// </summary>
internal sealed class FifoGroups
{
    // A key is used once: a stream withdraws what follows a failed write of the key, now and later.
    private static long _lastKey;

    private readonly Dictionary<string, FifoGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether the queue keeps order: its ARN ends in <c>.fifo</c>. A group alone does not say so; standard queues have groups
    /// too.
    /// </summary>
    public static bool IsFifo(SourceMessage message) => message.QueueArn.EndsWith(".fifo"u8);

    /// <summary>The group of a message.</summary>
    public FifoGroup Of(SourceMessage message)
    {
        var id = Encoding.UTF8.GetString(message.MessageGroupId);
        if (!_groups.TryGetValue(id, out var group)) _groups.Add(id, group = new FifoGroup(Interlocked.Increment(ref _lastKey)));
        return group;
    }
}

/// <summary>A message group in one batch.</summary>
/// <param name="key">The ordering key of its rows.</param>
internal sealed class FifoGroup(long key)
{
    private readonly Queue<int> _sent = [];

    /// <summary>The ordering key of its rows.</summary>
    public long Key => key;

    /// <summary>A message of it has failed; nothing more of it may be sent.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether it failed because the time was up, and for no other reason.</summary>
    public bool IsOutOfTime { get; private set; }

    /// <summary>
    /// While the event is read: a message of the group waits, so those after it wait too. Stays set for the rest of the batch.
    /// </summary>
    public bool Waits { get; set; }

    /// <summary>Its next message must wait until those that were sent are settled.</summary>
    public bool MustSettle { get; set; }

    /// <summary>
    /// The first of its messages, by index, that are suspected and wait until everything else is settled; null if none does.
    /// Those behind it wait with it.
    /// </summary>
    public int? Suspect { get; set; }

    /// <summary>The oldest message that was sent and is not settled; null if there is none.</summary>
    public int? FirstSent => _sent.TryPeek(out var message) ? message : null;

    // The only stream with unacked rows of it; null if there are none, or several.
    private ITableStream? Stream { get; set; }

    /// <summary>A message of it has failed. The first one counts.</summary>
    public void Failed(bool isOutOfTime)
    {
        if (!HasFailed) (HasFailed, IsOutOfTime) = (true, isOutOfTime);
    }

    /// <summary>Whether a message of it, by index, waits behind <see cref="Suspect"/>.</summary>
    public bool IsBehindSuspect(int message) => message > Suspect;

    /// <summary>Whether a message of it, by index, may be sent if all before it were.</summary>
    public bool CanSend(int message) => !HasFailed && (!MustSettle || _sent.Count == 0) && !IsBehindSuspect(message);

    /// <summary>Whether the rows of its next message may follow those that are not acked yet.</summary>
    /// <param name="stream">The one stream of these rows; null if there are several.</param>
    public bool MayFollow(ITableStream? stream) => _sent.Count == 0 || (stream is not null && stream == Stream);

    /// <summary>A message was sent.</summary>
    /// <param name="message">Its index.</param>
    /// <param name="stream">The one stream of its rows; null if there are several.</param>
    public void Sent(int message, ITableStream? stream)
    {
        Stream = stream;
        _sent.Enqueue(message);
    }

    /// <summary><see cref="FirstSent"/> is settled.</summary>
    public void FirstSettled()
    {
        _sent.Dequeue();
        if (_sent.Count > 0) return;
        (Stream, MustSettle) = (null, false);
    }
}
