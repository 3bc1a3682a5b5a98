using SqsIngestor.Catalog;
using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Nemesis.Checking;

/// <summary>A place in the history.</summary>
/// <param name="At">The time.</param>
/// <param name="Order">The number of the event.</param>
internal readonly record struct Moment(TimeSpan At, int Order);

/// <summary>An invocation.</summary>
internal sealed record ServedInvocation(InvocationStarted Started, Moment Start)
{
    /// <summary>Null if the run ended first.</summary>
    public InvocationEnded? Ended { get; set; }

    /// <summary>When it ended; null if the run ended first.</summary>
    public Moment? End { get; set; }

    /// <summary>The process.</summary>
    public ProcessName Process => Started.Process;

    /// <summary>Whether it reported a message as done.</summary>
    public bool IsDone(string messageId) => Ended?.Done.Contains(messageId) == true;

    /// <summary>Whether the function itself reported a message as failed.</summary>
    public bool HasFailed(string messageId) =>
        Ended is { Ending: InvocationEnding.Answered or InvocationEnding.FunctionError } && !IsDone(messageId);

    public override string ToString() => $"invocation {Started.Number} of {Process}";
}

/// <summary>A stream.</summary>
internal sealed record ServedStream(StreamRequested Requested, Moment Start)
{
    /// <summary>When it ended; null if the run ended first.</summary>
    public Moment? End { get; set; }

    /// <summary>The acks in order.</summary>
    public List<(long UpTo, Moment Moment)> Acks { get; } = [];

    /// <summary>When each offset became durable.</summary>
    public Dictionary<long, Moment> Commits { get; } = [];

    /// <summary>The process.</summary>
    public ProcessName Process => Requested.Process;

    /// <summary>The first ack of an offset, or null.</summary>
    public Moment? AckOf(long offset)
    {
        foreach (var (upTo, moment) in Acks)
        {
            if (upTo >= offset) return moment;
        }

        return null;
    }

    public override string ToString() => $"stream {Requested.Stream} of {Process}";
}

/// <summary>A row that the service received.</summary>
internal sealed record Sending(RowKey Row, ServedStream Stream, long Offset, Moment Moment)
{
    /// <summary>Whether the service refused it.</summary>
    public bool IsRefused { get; set; }

    /// <summary>When it became durable, or null.</summary>
    public Moment? Commit => Stream.Commits.TryGetValue(Offset, out var moment) ? moment : null;

    public override string ToString() => $"{Stream}, offset {Offset}, at {Evidence.Seconds(Moment.At)}";
}

/// <summary>A fault, from its begin to its end.</summary>
internal sealed record ActiveFault(FaultBegan Began, TimeSpan From)
{
    /// <summary>When it was over; the end of the run if it was not.</summary>
    public TimeSpan To { get; set; } = TimeSpan.MaxValue;
}

/// <summary>The history by subject.</summary>
internal sealed class Timeline
{
    public Timeline(IReadOnlyList<HistoryEvent> history)
    {
        Events = history;
        for (var i = 0; i < history.Count; i++) Add(history[i], new Moment(history[i].At, i));
        Disturbances = new Disturbances([.. Faults.Values], Stalls);
    }

    public IReadOnlyList<HistoryEvent> Events { get; }

    public Dictionary<string, MessageSent> Messages { get; } = new(StringComparer.Ordinal);

    public Dictionary<int, ServedInvocation> Invocations { get; } = [];

    /// <summary>The invocations of each message, in order.</summary>
    public Dictionary<string, List<ServedInvocation>> Deliveries { get; } = new(StringComparer.Ordinal);

    public Dictionary<long, ServedStream> Streams { get; } = [];

    /// <summary>The sends of each row, in order.</summary>
    public Dictionary<RowKey, List<Sending>> Rows { get; } = [];

    /// <summary>The sends that the service refused.</summary>
    public List<Sending> Refused { get; } = [];

    public Dictionary<int, ActiveFault> Faults { get; } = [];

    public List<MachineStalled> Stalls { get; } = [];

    public Dictionary<string, DeadLettered> DeadLetters { get; } = new(StringComparer.Ordinal);

    public List<ProcessEnded> ProcessEnds { get; } = [];

    public List<MemorySampled> Memory { get; } = [];

    public RunEnded? End { get; private set; }

    public Disturbances Disturbances { get; }

    /// <summary>The sends of a message's rows.</summary>
    public IEnumerable<Sending> SendsOf(MessageSent message) =>
        message.Rows.SelectMany(
            table => Enumerable.Range(0, table.Value)
                .SelectMany(index => Rows.GetValueOrDefault(new RowKey(table.Key, message.MessageId, index)) ?? []));

    /// <summary>How many rows a message lacks in a table up to a moment.</summary>
    public int Missing(MessageSent message, TableName table, Moment until) =>
        Enumerable.Range(0, message.Rows[table]).Count(
            index => Rows.GetValueOrDefault(new RowKey(table, message.MessageId, index))?
                .Any(sending => sending.Commit is { } commit && commit.Order < until.Order) != true);

    private void Add(HistoryEvent e, Moment moment)
    {
        switch (e)
        {
            case MessageSent sent:
                Messages.Add(sent.MessageId, sent);
                break;
            case InvocationStarted started:
                var invocation = Invocations[started.Number] = new ServedInvocation(started, moment);
                foreach (var (id, _) in started.Messages) Of(Deliveries, id).Add(invocation);
                break;
            case InvocationEnded ended:
                (Invocations[ended.Number].Ended, Invocations[ended.Number].End) = (ended, moment);
                break;
            case StreamRequested requested:
                Streams.Add(requested.Stream, new ServedStream(requested, moment));
                break;
            case StreamEnded ended:
                Streams[ended.Stream].End = moment;
                break;
            case RowReceived received:
                Of(Rows, received.Row).Add(new Sending(received.Row, Streams[received.Stream], received.Offset, moment));
                break;
            case RowRejected refused:
                var sending = Rows[refused.Row].Last(s => s.Stream.Requested.Stream == refused.Stream);
                sending.IsRefused = true;
                Refused.Add(sending);
                break;
            case RequestCommitted committed:
                Streams[committed.Stream].Commits[committed.Offset] = moment;
                break;
            case AckSent ack:
                Streams[ack.Stream].Acks.Add((ack.UpTo, moment));
                break;
            case FaultBegan began:
                Faults.Add(began.Number, new ActiveFault(began, moment.At));
                break;
            case FaultEnded ended:
                Faults[ended.Number].To = moment.At;
                break;
            case MachineStalled stalled:
                Stalls.Add(stalled);
                break;
            case DeadLettered dead:
                DeadLetters.Add(dead.MessageId, dead);
                break;
            case ProcessEnded ended:
                ProcessEnds.Add(ended);
                break;
            case MemorySampled sampled:
                Memory.Add(sampled);
                break;
            case RunEnded ended:
                End = ended;
                break;
        }
    }

    private static List<TValue> Of<TKey, TValue>(Dictionary<TKey, List<TValue>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list)) lists.Add(key, list = []);
        return list;
    }
}
