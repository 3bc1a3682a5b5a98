using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>The messages of one batch, the rows that were sent for them, and what went wrong. Reused from batch to batch.</summary>
internal sealed class Batch
{
    private MessageState[] _messages = new MessageState[64];
    private byte[] _payload = [];

    /// <summary>The plan that the batch goes by.</summary>
    public MappingPlan Plan { get; private set; } = null!;

    /// <summary>Cancelled when it is time to answer with what is durable by then.</summary>
    public CancellationToken Deadline { get; private set; }

    /// <summary>Tells this batch from all others.</summary>
    public object Identity { get; private set; } = new();

    /// <summary>Messages so far.</summary>
    public int Count { get; private set; }

    /// <summary>The rows that were sent, in order.</summary>
    public List<RowState> Rows { get; } = [];

    /// <summary>What streams, credentials and the deadline did to it.</summary>
    public StreamFaults Faults { get; } = new();

    /// <summary>Of the rows that are durable.</summary>
    public AckLatencies Latencies { get; } = new();

    /// <summary>Time spent on encoding, in ticks of the clock.</summary>
    public long EncodeTicks { get; set; }

    /// <summary>Bytes of the rows that were sent.</summary>
    public long Bytes { get; set; }

    /// <summary>One of its messages, to be changed in place. Not to be kept: adding a message may move them all.</summary>
    public ref MessageState this[int index] => ref _messages[index];

    /// <summary>Begins the next batch.</summary>
    public void Begin(MappingPlan plan, byte[] payload, CancellationToken deadline)
    {
        (Plan, _payload, Deadline, Identity) = (plan, payload, deadline, new object());
        (Count, EncodeTicks, Bytes) = (0, 0, 0);
        Rows.Clear();
        Faults.Clear();
        Latencies.Clear();
    }

    /// <summary>Adds a message that was read.</summary>
    /// <returns>Its index.</returns>
    public int Add(SourceMessage message)
    {
        if (Count == _messages.Length) Array.Resize(ref _messages, Count * 2);
        _messages[Count] = new MessageState
        {
            Id = message.MessageIdRange,
            Key = Deduplication.MessageKey.Of(message),
            ReceiveCount = message.ReceiveCount,
            FirstRow = Rows.Count,
        };
        return Count++;
    }

    /// <summary>The id of a message as it stands in the event between the quotes, escapes included.</summary>
    public ReadOnlySpan<byte> IdBytes(int index) => _payload.AsSpan(_messages[index].Id);

    /// <summary>The same as text, for the log.</summary>
    public string Id(int index) => System.Text.Encoding.UTF8.GetString(IdBytes(index));
}
