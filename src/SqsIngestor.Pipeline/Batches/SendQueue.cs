namespace SqsIngestor.Pipeline.Batches;

/// <summary>A message that waits to be sent.</summary>
/// <param name="Message">Its index.</param>
/// <param name="Group">Its FIFO group; null on a standard queue.</param>
/// <param name="IsNew">Whether it has not been looked up in the delivery memory.</param>
internal readonly record struct WaitingMessage(int Message, FifoGroup? Group, bool IsNew)
{
    /// <summary>The table, by index in the plan, that was not ready when it was tried last; null if none was.</summary>
    public int? Table { get; init; }

    /// <summary>In how many deliveries the ack of a row of it was overdue.</summary>
    public int OverdueAcks { get; init; }
}

/// <summary>
/// The messages of a batch that wait to be sent: the ordinary ones in the order of the event, and those that are suspected,
/// which are sent alone. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class SendQueue
{
    private List<WaitingMessage> _waiting = [];
    private List<WaitingMessage> _taken = [];

    /// <summary>How many messages wait.</summary>
    public int Count => _waiting.Count + Suspected.Count;

    /// <summary>
    /// The suspected messages. Last are those whose acks were overdue most often: with them goes the most time.
    /// </summary>
    public List<WaitingMessage> Suspected { get; } = [];

    /// <summary>A suspected message waits.</summary>
    public void AddSuspected(WaitingMessage waiting)
    {
        var last = Suspected.FindLastIndex(other => other.OverdueAcks <= waiting.OverdueAcks);
        Suspected.Insert(last + 1, waiting);
    }

    /// <summary>
    /// Whether a message waits to be sent until a row is settled: its table has no room, or it is suspected and goes last. Those
    /// of the row's FIFO group do not count.
    /// </summary>
    public bool HasWaitingBehind(SentRow row)
    {
        return _waiting.Exists(waiting => waiting.Table == row.Target && IsOther(waiting))
            || Suspected.Exists(waiting => (waiting.Table ?? row.Target) == row.Target && IsOther(waiting));

        bool IsOther(WaitingMessage waiting) => waiting.Group is not { } group || group.Key != row.OrderingKey;
    }

    /// <summary>Whether a message waits for a table, by index in the plan.</summary>
    public bool WaitsFor(int table) =>
        _waiting.Exists(waiting => waiting.Table == table) || Suspected.Exists(waiting => waiting.Table == table);

    /// <summary>A suspected message waits no longer. In a FIFO group, those behind it wait for the next one that is
    /// suspected.</summary>
    /// <param name="index">Its index in <see cref="Suspected"/>.</param>
    public void RemoveSuspected(int index)
    {
        var group = Suspected[index].Group;
        Suspected.RemoveAt(index);
        group?.Suspect = Suspected.Where(waiting => waiting.Group == group).Min(static waiting => (int?)waiting.Message);
    }

    /// <summary>Forgets all messages, also those that a batch that broke has left behind.</summary>
    public void Clear()
    {
        _waiting.Clear();
        _taken.Clear();
        Suspected.Clear();
    }

    /// <summary>
    /// A message waits behind those that were added before. In a FIFO group, it waits before those that follow it in the event: a
    /// message that an earlier invocation has sent in vain is added later than they are.
    /// </summary>
    public void Add(WaitingMessage waiting)
    {
        var behind = waiting.Group is { } group
            ? _waiting.FindIndex(other => other.Group == group && other.Message > waiting.Message)
            : -1;
        _waiting.Insert(behind < 0 ? _waiting.Count : behind, waiting);
    }

    /// <summary>
    /// Takes all ordinary messages, to try each of them once. Those that still wait are added again. The list is valid until the
    /// next call.
    /// </summary>
    public IReadOnlyList<WaitingMessage> TakeAll()
    {
        _taken.Clear();
        (_waiting, _taken) = (_taken, _waiting);
        return _taken;
    }
}
