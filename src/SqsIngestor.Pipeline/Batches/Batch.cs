using System.Text;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// One batch: its plan, its deadline, its messages, and what was measured. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class Batch
{
    private byte[] _payload = [];

    /// <summary>The plan that encodes the batch.</summary>
    public MappingPlan Plan { get; private set; } = null!;

    /// <summary>When the batch must be reported with what is durable by then.</summary>
    public BatchDeadline Deadline { get; private set; }

    /// <summary>How long the batch has until its deadline.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>Another object for each batch: the owner of its messages in the delivery memory.</summary>
    public object Identity { get; private set; } = new();

    /// <summary>The messages and their states.</summary>
    public MessageLedger Messages { get; } = new();

    /// <summary>What went wrong with streams, credentials and the deadline.</summary>
    public StreamFaults Faults { get; } = new();

    /// <summary>How long the durable rows took.</summary>
    public AckLatencies Latencies { get; } = new();

    /// <summary>The tables, by index in the plan, that this batch has written to.</summary>
    public HashSet<int> WrittenTables { get; } = [];

    /// <summary>Time spent on encoding, in ticks of the clock.</summary>
    public long EncodeTicks { get; private set; }

    /// <summary>Bytes of the rows that were sent.</summary>
    public long Bytes { get; private set; }

    /// <summary>Messages for which the mapping creates no row.</summary>
    public int WithoutRow { get; private set; }

    /// <summary>Rows that a policy of the mapping has skipped.</summary>
    public int SkippedRows { get; private set; }

    /// <summary>Messages in which an object has a name twice that the mapping reads.</summary>
    public int DuplicateNames { get; private set; }

    /// <summary>Begins the next batch.</summary>
    /// <param name="plan">The plan that encodes it.</param>
    /// <param name="payload">Holds the event; must not change until the batch is reported.</param>
    /// <param name="deadline">The deadline of the batch.</param>
    /// <param name="now">The time by the wall clock.</param>
    public void Begin(MappingPlan plan, byte[] payload, BatchDeadline deadline, DateTimeOffset now)
    {
        (Plan, _payload, Deadline, Identity) = (plan, payload, deadline, new object());
        Time = deadline.At - now;
        (EncodeTicks, Bytes, WithoutRow, SkippedRows, DuplicateNames) = (0, 0, 0, 0, 0);
        Messages.Clear();
        Faults.Clear();
        Latencies.Clear();
        WrittenTables.Clear();
    }

    /// <summary>Adds a message of the event.</summary>
    /// <param name="message">The message.</param>
    /// <param name="place">Where it is in the event.</param>
    /// <returns>Its index.</returns>
    public int Add(SourceMessage message, SqsEventReader.Bookmark place) =>
        Messages.Add(message.MessageIdRange, MessageKey.Of(message), message.ReceiveCount, place, FifoGroups.IsFifo(message));

    /// <summary>A message was encoded.</summary>
    /// <param name="ticks">How long it took, in ticks of the clock.</param>
    public void AddEncodeTime(long ticks) => EncodeTicks += ticks;

    /// <summary>The mapping makes no row of a message.</summary>
    public void MadeNoRow() => WithoutRow++;

    /// <summary>The mapping skips rows of a message.</summary>
    public void SkippedRowsOf(int rows) => SkippedRows += rows;

    /// <summary>An object of a message has a name twice that the mapping reads.</summary>
    public void HasDuplicateName() => DuplicateNames++;

    /// <summary>A row was sent.</summary>
    /// <param name="message">The message that the row belongs to.</param>
    /// <param name="row">The row.</param>
    /// <param name="length">Its bytes.</param>
    public void RowSent(int message, SentRow row, int length)
    {
        Messages.RowSent(message, row);
        WrittenTables.Add(row.Target);
        Bytes += length;
    }

    /// <summary>Whether a message that failed did so because the time was up, and for no other reason.</summary>
    public bool IsOutOfTime(int message, DateTimeOffset now) =>
        (Messages.OutcomeOf(message) is MessageOutcome.NotSent or MessageOutcome.AckPending || Messages.WasCutOff(message))
            && Deadline.IsOver(now);

    /// <summary>The id of a message as it is in the event between the quotes, escapes included.</summary>
    public ReadOnlySpan<byte> IdBytes(int message) => _payload.AsSpan(Messages.IdOf(message));

    /// <summary>The id of a message for the log. Allocates.</summary>
    public string Id(int message) => Encoding.UTF8.GetString(IdBytes(message));
}
