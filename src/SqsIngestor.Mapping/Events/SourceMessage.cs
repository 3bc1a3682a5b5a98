using System.Text.Json;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Events;

/// <summary>
/// One message of an SQS event, as slices over the event's bytes. Reused from message to message; valid as long as the event's
/// buffer is. Made by <c>MappingPlan.CreateMessage</c>, because the plan decides which parts of a message are kept.
/// </summary>
public sealed class SourceMessage
{
    private readonly PathTrie _trie;
    private readonly int[] _slots;

    internal SourceMessage(PathTrie trie)
    {
        _trie = trie;
        _slots = new int[trie.SlotCount];
        Array.Fill(_slots, -1);
    }

    internal JsonTape Tape { get; } = new();

    /// <summary>Position of the message in the event, from 0.</summary>
    public int RecordIndex { get; private set; }

    /// <summary>The id as it is in the event, escapes included; empty if missing.</summary>
    public ReadOnlySpan<byte> MessageId => Text(MessageSlots.MessageId);

    /// <summary>Where <see cref="MessageId"/> is in the event: it stays valid when the next message has been read.</summary>
    public Range MessageIdRange =>
        _slots[MessageSlots.MessageId] is >= 0 and var node ? Tape[node].Start..(Tape[node].Start + Tape[node].Length) : default;

    /// <summary>ARN of the queue as it is in the event.</summary>
    public ReadOnlySpan<byte> QueueArn => Text(MessageSlots.EventSourceArn);

    /// <summary>The message group of a FIFO queue, escapes included; empty for other queues.</summary>
    public ReadOnlySpan<byte> MessageGroupId => Text(MessageSlots.MessageGroupId);

    /// <summary>The MD5 of the body as SQS gives it, in hexadecimal; empty if the event does not contain it.</summary>
    public ReadOnlySpan<byte> Md5OfBody => Text(MessageSlots.Md5OfBody);

    /// <summary>How often SQS has delivered the message; 0 if the event does not contain it.</summary>
    public int ReceiveCount =>
        int.TryParse(Text(MessageSlots.ReceiveCount), System.Globalization.CultureInfo.InvariantCulture, out var count)
            ? count
            : 0;

    /// <summary>Whether the message comes from SQS: the event source is <c>aws:sqs</c>.</summary>
    public bool IsFromSqs => Text(MessageSlots.EventSource).SequenceEqual("aws:sqs"u8);

    /// <summary>Reads the message at the reader's position; afterwards the reader is at the message's last token.</summary>
    /// <param name="reader">Stands at the start of an object of <c>Records</c>.</param>
    /// <param name="source">The event.</param>
    /// <param name="readerOffset">Where the reader's input starts in <paramref name="source"/>.</param>
    /// <param name="recordIndex">Position of the message in the event.</param>
    /// <exception cref="JsonException">The event is not JSON.</exception>
    public void Read(ref Utf8JsonReader reader, byte[] source, int readerOffset, int recordIndex)
    {
        Tape.Reset(source);
        Array.Fill(_slots, -1);
        RecordIndex = recordIndex;
        new JsonTapeReader(Tape, _slots, readerOffset).Read(ref reader, _trie);
    }

    /// <summary>The node of a place of the message in <see cref="Tape"/>; negative when the message does not have it.</summary>
    internal int Node(int slot) => _slots[slot];

    internal SourceValue Value(int slot) => SourceValue.FromTape(Tape, _slots[slot]);

    private ReadOnlySpan<byte> Text(int slot)
    {
        var node = _slots[slot];
        return node >= 0 && Tape[node].Kind == JsonKind.String ? Tape.Raw(node) : default;
    }
}
