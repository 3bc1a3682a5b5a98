using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Decides, when a batch ends, which messages count as refused because the service did not take a row of them. That counts only
/// if the table takes other rows at the same time: one that takes none refuses good messages, too, until somebody repairs it, or
/// the next connection reaches another part of the service. Several such messages point at the service and not at the messages,
/// unless there are many more that it takes. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class MessageVerdicts(Batch batch, BatchAcks acks, TableStreams tables)
{
    // One such message in so many rows of a minute is not a sign of a service in trouble.
    private const int RowsPerSuspect = 10;

    // The same for a first refusal: a node that takes a few rows and then refuses all must not prove many guilty at once.
    private const int RowsPerFirstRefusal = 100;

    private readonly MessageLedger _messages = batch.Messages;
    private readonly Dictionary<int, Case> _open = [];

    /// <summary>Begins the next batch.</summary>
    public void Clear() => _open.Clear();

    /// <summary>Whether the end of the batch decides about a message.</summary>
    public bool IsOpen(int message) => _open.ContainsKey(message);

    /// <summary>The service refused a row of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="row">The row.</param>
    /// <param name="fault">What the client says.</param>
    public void Refused(int message, in SentRow row, ZerobusException fault) => Open(message, row, isRefusal: true, fault);

    /// <summary>Connections ended with a row of a message and with no other.</summary>
    /// <inheritdoc cref="Refused"/>
    public void Suspected(int message, in SentRow row, ZerobusException fault) => Open(message, row, isRefusal: false, fault);

    /// <summary>The batch ends, and all its acks are reported: decides about a message.</summary>
    public void Close(int message)
    {
        if (!_open.Remove(message, out var open)) return;
        var history = _messages.HistoryOf(message);
        var isFirst = open.IsRefusal && !history.WasRefused;
        var isProved = AreFew(open.Row.Target, history, isFirst ? RowsPerFirstRefusal : RowsPerSuspect)
            && (open.IsRefusal ? IsProved(open, history) : acks.Has(open.Row.Target));
        _messages.SetHistory(message, (open.IsRefusal, isProved) switch
        {
            (true, true) => history with { IsRefused = true },
            (true, false) => history with { WasRefused = true },
            (false, true) => history.WithStrike(),
            (false, false) => history with { EndsConnections = true },
        });
        if (!isProved && !acks.Has(open.Row.Target))
            batch.Faults.Suspected(message, batch.Plan.Targets[open.Row.Target].Name, open.Fault);
    }

    private void Open(int message, in SentRow row, bool isRefusal, ZerobusException fault)
    {
        tables.WasSuspected(row.Target, _messages.KeyOf(message));
        _open.TryAdd(message, new(row, isRefusal, fault));
    }

    // One connection took other rows of this batch and refused this one, and the table has taken others since. A message that was
    // refused before is sent last, so that no ack follows its refusal: that it was refused twice serves as well.
    private bool IsProved(in Case open, DeliveryHistory history)
    {
        var row = open.Row;
        return open.Fault.Refused is [{ HasAcksBefore: true }]
            && acks.HasBefore(row)
            && (history.WasRefused || tables.HasAckedBehind(row.Target, row.Stream, row.Offset));
    }

    // A table with few rows may have one suspect, but that is not enough for the last strike: a flaky service ends many
    // connections.
    private bool AreFew(int table, DeliveryHistory history, int rowsPerSuspect)
    {
        var (suspects, others) = tables.LastMinuteOf(table);
        return suspects * rowsPerSuspect <= suspects + others || (suspects == 1 && history.Strikes == 0);
    }

    private readonly record struct Case(SentRow Row, bool IsRefusal, ZerobusException Fault);
}
