using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Decides, when a batch ends, which messages count as refused because the service did not take a row of them. That takes two
/// deliveries, and counts only if the table takes other rows at the same time: one that takes none, or only some, refuses good
/// messages, too, until somebody repairs it, or the next connection reaches another part of the service. Several such messages
/// point at the service and not at the messages, unless there are many more that it takes. Reused from batch to batch; not
/// thread-safe.
/// </summary>
internal sealed class MessageVerdicts(Batch batch, BatchAcks acks, TableStreams tables)
{
    // One such message in so many rows of a minute is not a sign of a service in trouble.
    private const int RowsPerSuspect = 10;

    private readonly MessageLedger _messages = batch.Messages;
    private readonly Dictionary<int, Case> _open = [];

    /// <summary>Begins the next batch.</summary>
    public void Clear() => _open.Clear();

    /// <summary>Whether the end of the batch decides about a message.</summary>
    public bool IsOpen(int message) => _open.ContainsKey(message);

    /// <summary>
    /// The service refused a row of a message. It counts if this is not the first delivery that ends so, and one connection took
    /// others and refused this row, while the table took others of this batch. A message that was refused before is sent last, so
    /// those were acked before it.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="table">The table of the row, by index in the plan.</param>
    /// <param name="fault">What the client says.</param>
    public void Refused(int message, int table, ZerobusException fault)
    {
        var mayCount = _messages.HistoryOf(message).WasRefused && acks.Has(table)
            && fault.Refused is [{ HasAcksBefore: true }];
        Open(message, new(table, IsRefusal: true, mayCount, fault));
    }

    /// <summary>
    /// Connections ended with a row of a message and with no other. It counts if the table takes others of this batch, also later
    /// ones.
    /// </summary>
    /// <inheritdoc cref="Refused"/>
    public void Suspected(int message, int table, ZerobusException fault) =>
        Open(message, new(table, IsRefusal: false, MayCount: true, fault));

    /// <summary>The batch ends, and all its acks are reported: decides about a message.</summary>
    public void Close(int message)
    {
        if (!_open.Remove(message, out var open)) return;
        var history = _messages.HistoryOf(message);
        var takesOthers = acks.Has(open.Table);
        var counts = open.MayCount && takesOthers && AreFew(open, history);
        _messages.SetHistory(message, (open.IsRefusal, counts) switch
        {
            (true, true) => history with { IsRefused = true },
            (true, false) => history with { WasRefused = true },
            (false, true) => history.WithStrike(),
            (false, false) => history with { EndsConnections = true },
        });
        if (!takesOthers) batch.Faults.Suspected(message, batch.Plan.Targets[open.Table].Name, open.Fault);
    }

    private void Open(int message, in Case open)
    {
        tables.WasSuspected(open.Table, _messages.KeyOf(message));
        _open.TryAdd(message, open);
    }

    // A table with few rows may have one suspect, but that is not enough for the last strike: a flaky service ends many
    // connections.
    private bool AreFew(in Case open, DeliveryHistory history)
    {
        var (suspects, others) = tables.LastMinuteOf(open.Table);
        return suspects * RowsPerSuspect <= suspects + others
            || (suspects == 1 && (open.IsRefusal || history.Strikes == 0));
    }

    private readonly record struct Case(int Table, bool IsRefusal, bool MayCount, ZerobusException Fault);
}
