using System.Security.Cryptography;
using System.Text;

namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>
/// An SQS queue in memory, with its dead letters: visibility timeouts, receive counts, redrive, and for FIFO queues groups and
/// deduplication. Messages are delivered in the order of their arrival. Safe for use by several threads.
/// </summary>
public sealed class LocalSqs
{
    private static readonly Comparer<QueuedMessage> ByArrival =
        Comparer<QueuedMessage>.Create((a, b) => a.Number.CompareTo(b.Number));

    private readonly LocalQueueOptions _options;
    private readonly Lock _lock = new();
    private readonly SortedSet<QueuedMessage> _visible = new(ByArrival);
    private readonly Dictionary<string, QueuedMessage> _inFlight = new(StringComparer.Ordinal);
    private readonly List<DeadLetter> _dead = [];
    private readonly MessageHistory _history = new();
    private readonly Deduplication _deduplication = new();
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _nextVisible = DateTimeOffset.MaxValue;
    private long _sent;
    private long _deleted;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    public LocalSqs(LocalQueueOptions? options = null)
    {
        _options = options ?? new LocalQueueOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxReceiveCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.VisibilityTimeout, TimeSpan.Zero);
    }

    /// <summary>How it behaves.</summary>
    public LocalQueueOptions Options => _options;

    /// <summary>The messages that were received too often, oldest first.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters
    {
        get
        {
            lock (_lock)
            {
                ReturnExpired();
                return [.. _dead];
            }
        }
    }

    /// <summary>The number of messages in each state.</summary>
    public QueueCounts Counts
    {
        get
        {
            lock (_lock)
            {
                ReturnExpired();
                return new QueueCounts(_visible.Count, _inFlight.Count, _deleted, _dead.Count);
            }
        }
    }

    /// <summary>
    /// Completes at the next change: a message was sent, received, answered, deleted or moved to the dead letters. Get it before
    /// you read the state.
    /// </summary>
    public Task Changed
    {
        get
        {
            lock (_lock) return _change.Task;
        }
    }

    /// <summary>When the next hidden message can be received again; null if none is hidden.</summary>
    public DateTimeOffset? NextVisible
    {
        get
        {
            lock (_lock) return _inFlight.Count == 0 ? null : _nextVisible;
        }
    }

    /// <summary>Accepts all messages or none. They can be received together.</summary>
    /// <exception cref="QueueException">SQS would refuse one.</exception>
    public IReadOnlyList<SentMessage> Send(params IReadOnlyList<OutgoingMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        foreach (var message in messages) MessageRules.Check(message, _options.IsFifo);
        lock (_lock)
        {
            SentMessage[] sent = [.. messages.Select(Add)];
            Announce();
            return sent;
        }
    }

    /// <summary>
    /// Receives messages that are visible, and hides them. Messages that were received too often move to the
    /// dead letters instead.
    /// </summary>
    /// <param name="max">The most messages.</param>
    /// <param name="maxBytes">The most bytes of their records with a separator each.</param>
    /// <param name="takeFirst">
    /// Whether the first one may be larger. Default true, so that no message stays in the queue because of its size.
    /// </param>
    public IReadOnlyList<ReceivedMessage> Receive(int max, long maxBytes = long.MaxValue, bool takeFirst = true)
    {
        lock (_lock)
        {
            ReturnExpired();
            var received = Take(max, maxBytes, takeFirst);
            if (received.Count > 0) Announce();
            return received;
        }
    }

    /// <summary>Deletes a message.</summary>
    /// <param name="receiptHandle">The handle of its last receive.</param>
    /// <returns>False if the handle is older, or if its time is over and the queue is FIFO.</returns>
    public bool Delete(string receiptHandle)
    {
        lock (_lock)
        {
            ReturnExpired();
            var message = _inFlight.GetValueOrDefault(receiptHandle)
                ?? (_options.IsFifo ? null : _visible.FirstOrDefault(visible => visible.ReceiptHandle == receiptHandle));
            if (message is null) return false;
            _inFlight.Remove(receiptHandle);
            _visible.Remove(message);
            (message.State, message.Content, message.Answers) = (QueuedMessageState.Deleted, null, message.Answers + 1);
            _deleted++;
            _history.Settle(message);
            Announce();
            return true;
        }
    }

    /// <summary>Changes when a received message can be received again, as ChangeMessageVisibility does.</summary>
    /// <param name="receiptHandle">The handle of its last receive.</param>
    /// <param name="timeout">From now; zero makes it visible at once.</param>
    /// <returns>False if the message is not in flight, or if the handle is older.</returns>
    public bool ChangeVisibility(string receiptHandle, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        lock (_lock)
        {
            ReturnExpired();
            if (_inFlight.GetValueOrDefault(receiptHandle) is not { } message) return false;
            message.VisibleAt = _options.TimeProvider.GetUtcNow() + timeout;
            _nextVisible = _inFlight.Values.Min(other => other.VisibleAt);
            ReturnExpired();
            Announce();
            return true;
        }
    }

    /// <summary>Records that an invocation failed a message. It stays hidden until its visibility timeout ends.</summary>
    public void Fail(string messageId)
    {
        lock (_lock)
        {
            if (_history.Find(messageId) is not { } message) return;
            message.Answers++;
            Announce();
        }
    }

    /// <summary>
    /// The states of messages. The result has no entry for a message that the queue does not know, or has forgotten.
    /// </summary>
    public IReadOnlyList<MessageStatus> Find(params IEnumerable<string> messageIds)
    {
        lock (_lock)
        {
            ReturnExpired();
            return [.. messageIds.Select(_history.Find).OfType<QueuedMessage>().Select(message => message.Status)];
        }
    }

    private SentMessage Add(OutgoingMessage content)
    {
        var now = _options.TimeProvider.GetUtcNow();
        var deduplicationId = _options.IsFifo
            ? content.DeduplicationId ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.Body)))
            : null;
        if (deduplicationId is not null && _deduplication.Find(deduplicationId, now) is { } first)
        {
            return new SentMessage(first.Id, first.SequenceNumber, IsDuplicate: true);
        }

        var message = new QueuedMessage(content, Guid.NewGuid().ToString(), _sent++, now) { DeduplicationId = deduplicationId };
        if (deduplicationId is not null) _deduplication.Add(message);
        _visible.Add(message);
        _history.Add(message);
        return new SentMessage(message.Id, _options.IsFifo ? message.SequenceNumber : null, IsDuplicate: false);
    }

    private List<ReceivedMessage> Take(int max, long maxBytes, bool takeFirst)
    {
        var blocked = _options.IsFifo
            ? _inFlight.Values.Select(message => message.GroupId!).ToHashSet(StringComparer.Ordinal)
            : [];
        var (taken, received, bytes) = (new List<QueuedMessage>(), new List<ReceivedMessage>(), 0L);
        foreach (var message in _visible)
        {
            if (received.Count == max) break;
            if (_options.IsFifo && blocked.Contains(message.GroupId!)) continue;
            var given = Hide(message);
            bytes += given.Record.Length + 1;
            if (bytes > maxBytes && !(takeFirst && received.Count == 0))
            {
                Unhide(message);
                break;
            }

            taken.Add(message);
            received.Add(given);
        }

        foreach (var message in taken)
        {
            _visible.Remove(message);
            _inFlight.Add(message.ReceiptHandle!, message);
            if (message.VisibleAt < _nextVisible) _nextVisible = message.VisibleAt;
        }

        return received;
    }

    private ReceivedMessage Hide(QueuedMessage message)
    {
        var now = _options.TimeProvider.GetUtcNow();
        if (message.ReceiveCount++ == 0) message.FirstReceivedAt = now;
        message.State = QueuedMessageState.InFlight;
        message.VisibleAt = now + _options.VisibilityTimeout;
        message.ReceiptHandle = Convert.ToBase64String(RandomNumberGenerator.GetBytes(42));
        return new ReceivedMessage(
            message.Id, message.ReceiptHandle, message.ReceiveCount, SqsRecordWriter.Write(message, _options));
    }

    /// <summary>It did not fit into the event, so it was not received.</summary>
    private static void Unhide(QueuedMessage message)
    {
        message.ReceiveCount--;
        message.State = QueuedMessageState.Visible;
    }

    /// <summary>
    /// Returns the messages whose visibility timeout is over, or moves them to the dead letters if they were received too often.
    /// SQS does this at the next receive; callers cannot see the difference.
    /// </summary>
    private void ReturnExpired()
    {
        var now = _options.TimeProvider.GetUtcNow();
        if (now < _nextVisible) return;
        var over = _inFlight.Values.Where(message => message.VisibleAt <= now).OrderBy(message => message.Number).ToList();
        foreach (var message in over)
        {
            _inFlight.Remove(message.ReceiptHandle!);
            if (message.ReceiveCount < _options.MaxReceiveCount)
            {
                message.State = QueuedMessageState.Visible;
                _visible.Add(message);
                continue;
            }

            message.State = QueuedMessageState.DeadLettered;
            _dead.Add(
                new DeadLetter(message.Id, message.ReceiveCount, message.SentAt, now, message.GroupId, message.Content!.Body));
            _history.Settle(message);
        }

        _nextVisible = _inFlight.Count == 0 ? DateTimeOffset.MaxValue : _inFlight.Values.Min(message => message.VisibleAt);
        if (over.Count > 0) Announce();
    }

    private void Announce()
    {
        _change.TrySetResult();
        _change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
