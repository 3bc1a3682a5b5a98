using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Decides, when a batch ends, which messages count as refused because the service did not take a row of them. That counts only
/// if the table takes other rows: one that takes none refuses good messages, too. Several suspected messages point at the service
/// and not at the messages, unless there are many more that it takes. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class MessageVerdicts(Batch batch, BatchAcks acks, TableStreams tables)
{
    // One suspected message in so many rows of a minute is not a sign of a service in trouble.
    private const int RowsPerSuspect = 10;

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
    public void Refused(int message, in SentRow row, ZerobusException fault) =>
        _open.TryAdd(message, new(row, IsRefusal: true, fault));

    /// <summary>Connections ended with a row of a message and with no other.</summary>
    /// <inheritdoc cref="Refused"/>
    public void Suspected(int message, in SentRow row, ZerobusException fault)
    {
        tables.WasSuspected(row.Target, _messages.KeyOf(message));
        _open.TryAdd(message, new(row, IsRefusal: false, fault));
    }

    /// <summary>The batch ends, and all its acks are reported: decides about a message.</summary>
    public void Close(int message)
    {
        if (!_open.Remove(message, out var open)) return;
        var history = _messages.HistoryOf(message);
        var isProved = open.IsRefusal
            ? IsProved(open.Row, history)
            : acks.Has(open.Row.Target) && AreFew(open.Row.Target, history);
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

    // A message that was refused before is sent last, so that no ack follows its refusal: then those before it serve.
    private bool IsProved(in SentRow row, DeliveryHistory history) =>
        tables.HasAckedBehind(row.Target, row.Stream, row.Offset) || (history.WasRefused && acks.Has(row.Target));

    // A table with few rows may have one suspect, but that is not enough for the last strike: a flaky service ends many
    // connections.
    private bool AreFew(int table, DeliveryHistory history)
    {
        var (suspects, others) = tables.LastMinuteOf(table);
        return suspects * RowsPerSuspect <= suspects + others || (suspects == 1 && history.Strikes == 0);
    }

    private readonly record struct Case(SentRow Row, bool IsRefusal, ZerobusException Fault);
}
