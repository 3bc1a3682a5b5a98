using System.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Deduplication;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The messages of one batch as state machines. Each method is named after what happened to a message and throws if that cannot
/// happen in the message's state. Only this class knows the transitions and which outcomes count as success. A message is
/// named by the index that <see cref="Add"/> returned. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class MessageLedger
{
    // States in which something can happen, as bits.
    private const int NotSent = 1 << (int)MessageOutcome.NotSent;
    private const int InFlight = 1 << (int)MessageOutcome.InFlight;
    private const int Duplicate = 1 << (int)MessageOutcome.DuplicateInBatch;
    private const int SentEarlier = 1 << (int)MessageOutcome.SentEarlier;
    private const int StreamFailedState = 1 << (int)MessageOutcome.StreamFailed;
    private const int AckPending = 1 << (int)MessageOutcome.AckPending;
    private const int Outcomes = (int)MessageOutcome.AckPending + 1;

    // More than the largest batch of SQS, which has 10,000.
    private const int MostKept = 16_384;

    private readonly SentRows _rows = new();
    private readonly int[] _counts = new int[Outcomes];
    private Message[] _messages = new Message[64];

    // No message before it is in flight.
    private int _firstInFlight;

    /// <summary>Messages in the batch.</summary>
    public int Count { get; private set; }

    /// <summary>Messages that SQS may delete.</summary>
    public int Succeeded =>
        this[MessageOutcome.Acked] + this[MessageOutcome.Quarantined] + this[MessageOutcome.Dropped]
            + this[MessageOutcome.Deduplicated];

    /// <summary>Rows of this batch that are known to be durable and whose message has succeeded.</summary>
    public int DurableRows { get; private set; }

    /// <summary>The first message in flight; <see cref="Count"/> if none is.</summary>
    public int FirstInFlight
    {
        get
        {
            while (_firstInFlight < Count && _messages[_firstInFlight].Outcome != MessageOutcome.InFlight) _firstInFlight++;
            return _firstInFlight;
        }
    }

    /// <summary>Messages with an outcome.</summary>
    public int this[MessageOutcome outcome] => _counts[(int)outcome];

    /// <summary>Forgets the last batch.</summary>
    public void Clear()
    {
        // Drops the references to streams and tasks, and the memory that an unusual batch needed.
        if (_messages.Length > MostKept) _messages = new Message[64];
        else Array.Clear(_messages, 0, Count);
        Array.Clear(_counts);
        _rows.Clear();
        (Count, DurableRows, _firstInFlight) = (0, 0, 0);
    }

    /// <summary>The event has another message. It has failed until its rows are known to be durable.</summary>
    /// <param name="id">Where its id is in the event.</param>
    /// <param name="key">The message for the delivery memory.</param>
    /// <param name="receiveCount">How often SQS has delivered it.</param>
    /// <param name="place">Where it is in the event, to read it again.</param>
    /// <param name="isOrdered">Whether it has a place in a FIFO group.</param>
    /// <returns>Its index.</returns>
    public int Add(Range id, UInt128 key, int receiveCount, SqsEventReader.Bookmark place, bool isOrdered = false)
    {
        if (Count == _messages.Length) Array.Resize(ref _messages, Count * 2);
        _messages[Count] = new Message
        {
            Id = id,
            Key = key,
            ReceiveCount = receiveCount,
            Place = place,
            IsOrdered = isOrdered,
        };
        _counts[(int)MessageOutcome.NotSent]++;
        return Count++;
    }

    /// <summary>Where the id of a message is in the event.</summary>
    public Range IdOf(int message) => At(message).Id;

    /// <summary>The key of a message for the delivery memory.</summary>
    public UInt128 KeyOf(int message) => At(message).Key;

    /// <summary>How often SQS has delivered a message.</summary>
    public int ReceiveCountOf(int message) => At(message).ReceiveCount;

    /// <summary>Where a message is in the event.</summary>
    public SqsEventReader.Bookmark PlaceOf(int message) => At(message).Place;

    /// <summary>What earlier deliveries of a message have shown.</summary>
    public DeliveryHistory HistoryOf(int message) => At(message).History ?? DeliveryHistory.None;

    /// <summary>Sets what this delivery adds to the history of a message.</summary>
    public void SetHistory(int message, DeliveryHistory history) => At(message).History = history;

    /// <summary>The state of a message.</summary>
    public MessageOutcome OutcomeOf(int message) => At(message).Outcome;

    /// <summary>Whether nothing is awaited for a message.</summary>
    public bool IsSettled(int message) => OutcomeOf(message)
        is not (MessageOutcome.InFlight or MessageOutcome.SentEarlier or MessageOutcome.DuplicateInBatch);

    /// <summary>Whether SQS may delete a message.</summary>
    public bool HasSucceeded(int message) => At(message).Outcome
        is MessageOutcome.Acked or MessageOutcome.Quarantined or MessageOutcome.Dropped or MessageOutcome.Deduplicated;

    /// <summary>With <see cref="MessageOutcome.DuplicateInBatch"/>: the message that it is the same as.</summary>
    public int OriginalOf(int message) => At(message).Original;

    /// <summary>How many rows of a message were sent.</summary>
    public int RowCountOf(int message) => At(message).RowCount;

    /// <summary>A row of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="row">The index of the row in the message, from 0.</param>
    public SentRow RowOf(int message, int row)
    {
        ref var at = ref At(message);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)at.RowCount);
        return _rows.Row(at.FirstRun, at.RunCount, row);
    }

    /// <summary>The ordering key of the rows of a message; 0 if it has none, or no row was sent.</summary>
    public long OrderingKeyOf(int message) => RowCountOf(message) > 0 ? RowOf(message, 0).OrderingKey : 0;

    /// <summary>With <see cref="MessageOutcome.SentEarlier"/>: what the other invocation has sent.</summary>
    public PendingDelivery EarlierOf(int message) => At(message).Earlier
        ?? throw new InvalidOperationException($"No earlier invocation sent message {message}.");

    /// <summary>A stream has accepted a row of a message. The rows of one message follow each other.</summary>
    public void RowSent(int message, SentRow row)
    {
        ref var at = ref Require(message, NotSent);
        if (at.RowCount == 0) (at.FirstRun, at.RunCount) = (_rows.Count, 0);
        else if (at.FirstRun + at.RunCount != _rows.Count) throw new InvalidOperationException("Rows of two messages are mixed.");
        if (_rows.Add(row, at.RowCount)) at.RunCount++;
        at.RowCount++;
    }

    /// <summary>Streams have accepted every row of a message; there may be none.</summary>
    /// <param name="message">The message.</param>
    /// <param name="encoded">What the encoder made of it: decides what it counts as once its rows are acked.</param>
    public void Sent(int message, EncodeOutcome encoded)
    {
        ref var at = ref Require(message, NotSent);
        at.WhenAcked = encoded switch
        {
            EncodeOutcome.Rows => MessageOutcome.Acked,
            EncodeOutcome.Quarantined => MessageOutcome.Quarantined,
            EncodeOutcome.Dropped => MessageOutcome.Dropped,
            EncodeOutcome.Failed => throw new ArgumentException("A message that cannot be encoded is not sent.", nameof(encoded)),
            _ => throw new UnreachableException(),
        };
        Move(ref at, MessageOutcome.InFlight);
        _firstInFlight = Math.Min(_firstInFlight, message);
    }

    /// <summary>
    /// Streams have accepted some rows of a message, and one was not accepted. It fails once it is known which of the others are
    /// durable.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="cause">Why the next row was not accepted.</param>
    public void SentInPart(int message, PartCause cause)
    {
        ref var at = ref Require(message, NotSent);
        // The rest may follow in this batch: the durable rows are remembered.
        at.MayRetry = cause is PartCause.Stream or PartCause.NoRoom;
        at.WhenAcked = cause == PartCause.Message ? MessageOutcome.RecordFailed : MessageOutcome.StreamFailed;
        at.InPart = cause;
        Move(ref at, MessageOutcome.InFlight);
        _firstInFlight = Math.Min(_firstInFlight, message);
    }

    /// <summary>Whether streams have accepted some of its rows and not the others.</summary>
    public bool IsInPart(int message) => At(message).InPart is not null;

    /// <summary>Whether the deadline passed when only some rows of a message were sent.</summary>
    public bool WasCutOff(int message) => At(message).InPart == PartCause.Deadline;

    /// <summary>Sets the rows that a message has in this delivery.</summary>
    /// <param name="message">The message.</param>
    /// <param name="shape">Which rows they are; see <see cref="DeliveryHistory.Shape"/>.</param>
    /// <param name="missing">How many of them are not durable yet.</param>
    public void SetRows(int message, int shape, int missing)
    {
        ref var at = ref At(message);
        // When the rest of it is sent, the rows of the first part are durable because of this batch.
        at.Missing = Math.Max(at.Missing, missing);
        at.Shape = shape;
    }

    /// <inheritdoc cref="DeliveryHistory.Shape"/>
    public int ShapeOf(int message) => At(message).Shape;

    /// <summary>Whether what is notable about a message is not counted yet; from now on it is.</summary>
    public bool TryCount(int message) => !At(message).IsCounted && (At(message).IsCounted = true);

    /// <summary>The message is the same as one that was accepted earlier in this batch. It will share its outcome.</summary>
    public void Duplicates(int message, int original)
    {
        if (original == message) throw new ArgumentException("A message cannot be a duplicate of itself.", nameof(original));
        _ = At(original);
        ref var at = ref Require(message, NotSent);
        at.Original = original;
        Move(ref at, MessageOutcome.DuplicateInBatch);
    }

    /// <summary>An earlier invocation sent the message and did not see its acks.</summary>
    /// <param name="message">The message.</param>
    /// <param name="earlier">What it has sent.</param>
    public void WasSentEarlier(int message, PendingDelivery earlier)
    {
        ref var at = ref Require(message, NotSent);
        at.Earlier = earlier;
        Move(ref at, MessageOutcome.SentEarlier);
    }

    /// <summary>This process made the message durable before.</summary>
    public void WasDurable(int message) => Move(ref Require(message, NotSent), MessageOutcome.Deduplicated);

    /// <summary>
    /// Every row of a message that was sent is durable, whoever sent it. A message that was sent in part has failed with that.
    /// </summary>
    public void Acked(int message)
    {
        ref var at = ref Require(message, InFlight | SentEarlier);
        var sentHere = at.Outcome == MessageOutcome.InFlight;
        Move(ref at, sentHere ? at.WhenAcked : MessageOutcome.Deduplicated);
        if (sentHere && HasSucceeded(message)) DurableRows += at.Missing;
    }

    /// <summary>Every row of a message is durable for whose acks this batch has not waited, and that is not reported.</summary>
    public void AckedLate(int message)
    {
        ref var at = ref Require(message, AckPending);
        Move(ref at, at.WhenAcked);
        if (HasSucceeded(message)) DurableRows += at.Missing;
    }

    /// <summary>
    /// The client withdrew a row of a message, because an earlier message of its group failed or the invocation is over.
    /// </summary>
    public void Withdrawn(int message) => Move(ref Require(message, InFlight), MessageOutcome.NotSent);

    /// <summary>
    /// Whether a message whose stream failed may be sent again in this batch. A message of a FIFO group may only if another
    /// invocation had sent it: then no later message of its group was sent.
    /// </summary>
    public bool CanRetry(int message) =>
        At(message) is { MayRetry: true, WasRetried: false } at && (!at.IsOrdered || at.Earlier is not null);

    /// <summary>A message whose stream failed is sent again in this batch.</summary>
    public void Retry(int message)
    {
        ref var at = ref Require(message, StreamFailedState);
        // Without room it is sent again and again, as each time a row is sent.
        at.WasRetried |= at.InPart != PartCause.NoRoom;
        (at.RowCount, at.InPart, at.WhenAcked, at.Earlier) = (0, null, default, null);
        Move(ref at, MessageOutcome.NotSent);
    }

    /// <summary>
    /// The message is at fault: it cannot be encoded, the service refused a row, or the function broke on it.
    /// </summary>
    public void Refused(int message) =>
        Move(ref Require(message, NotSent | InFlight | SentEarlier), MessageOutcome.RecordFailed);

    /// <summary>A stream did not take a row, or failed before it was durable, in this invocation or in the earlier one.</summary>
    /// <param name="message">The message.</param>
    /// <param name="mayRetry">Whether another stream may take it in this batch, once.</param>
    public void StreamFailed(int message, bool mayRetry)
    {
        ref var at = ref Require(message, NotSent | InFlight | SentEarlier);
        at.MayRetry = mayRetry;
        Move(ref at, MessageOutcome.StreamFailed);
    }

    /// <summary>The deadline passed before the message was sent, or before its rows were acked.</summary>
    public void TimedOut(int message)
    {
        ref var at = ref Require(message, NotSent | InFlight | SentEarlier);
        Move(ref at, at.Outcome == MessageOutcome.NotSent ? MessageOutcome.NotSent : MessageOutcome.AckPending);
    }

    /// <summary>
    /// The original of a duplicate is settled: the duplicate succeeds with it, or returns to the queue with it.
    /// </summary>
    public void OriginalSettled(int message)
    {
        ref var at = ref Require(message, Duplicate);
        if (!IsSettled(at.Original))
            throw new InvalidOperationException($"Message {at.Original}, the original of {message}, is not settled.");
        Move(ref at, HasSucceeded(at.Original) ? MessageOutcome.Deduplicated : MessageOutcome.NotSent);
    }

    private ref Message At(int message)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)message, (uint)Count);
        return ref _messages[message];
    }

    private ref Message Require(int message, int states)
    {
        ref var at = ref At(message);
        if ((states & (1 << (int)at.Outcome)) != 0) return ref at;
        throw new InvalidOperationException($"This cannot happen to a message whose state is {at.Outcome}.");
    }

    private void Move(ref Message message, MessageOutcome outcome)
    {
        _counts[(int)message.Outcome]--;
        _counts[(int)outcome]++;
        message.Outcome = outcome;
    }

    private struct Message
    {
        public Range Id;
        public UInt128 Key;
        public int ReceiveCount;
        public SqsEventReader.Bookmark Place;
        public DeliveryHistory? History;
        public int FirstRun;
        public int RunCount;
        public int RowCount;
        public int Shape;
        public int Missing;
        public MessageOutcome Outcome;
        public MessageOutcome WhenAcked;
        public int Original;
        public PendingDelivery? Earlier;
        public bool IsOrdered;
        public PartCause? InPart;
        public bool IsCounted;
        public bool MayRetry;
        public bool WasRetried;
    }
}
