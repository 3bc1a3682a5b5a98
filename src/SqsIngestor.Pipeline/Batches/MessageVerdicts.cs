using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Decides, when a batch ends, which messages count as refused because the service did not take a row of them. A refusal counts
/// only if the table takes other rows: one that takes none refuses good messages, too. Several suspected messages point at the
/// service and not at the messages, unless there are many more that it takes. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class MessageVerdicts(Batch batch, TableStreams tables)
{
    // One suspected message in so many rows that a table takes is not a sign of a service in trouble.
    private const int RowsPerSuspect = 50;

    private readonly MessageLedger _messages = batch.Messages;
    private readonly Dictionary<int, Case> _open = [];
    private long[] _acks = [];

    /// <summary>Begins the next batch.</summary>
    public void Clear()
    {
        _open.Clear();
        _acks = [.. Enumerable.Range(0, batch.Plan.Targets.Count).Select(tables.AcksOf)];
    }

    /// <summary>Whether the end of the batch decides about a message.</summary>
    public bool IsOpen(int message) => _open.ContainsKey(message);

    /// <summary>The service refused a row of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="table">The table of the row, by index in the plan.</param>
    public void Refused(int message, int table)
    {
        var history = _messages.HistoryOf(message);
        _open.TryAdd(message, new(table, IsRefusal: true, tables.AcksOf(table), history.IsSuspected));
        _messages.SetHistory(message, history with { IsSuspected = true });
    }

    /// <summary>Connections ended with a row of a message and with no other.</summary>
    /// <inheritdoc cref="Refused"/>
    public void Suspected(int message, int table)
    {
        var history = _messages.HistoryOf(message);
        tables.WasSuspected(table, _messages.KeyOf(message));
        _open.TryAdd(message, new(table, IsRefusal: false, tables.AcksOf(table), history.IsSuspected));
        // Only the ack of another row shows that the service takes rows of this table.
        if (batch.AckedTables.Contains(table)) _messages.SetHistory(message, history.WithStrike());
        else if (history.Strikes == 0) _messages.SetHistory(message, history with { Strikes = 1 });
    }

    /// <summary>The batch ends: decides about a message.</summary>
    public void Close(int message)
    {
        if (!_open.Remove(message, out var open)) return;
        var history = _messages.HistoryOf(message);
        if (open.IsRefusal ? IsProved(open) : IsStruckOut(open.Table, history))
            _messages.SetHistory(message, history with { IsRefused = true });
    }

    // A message that was suspected before is sent after all others, so that no ack follows its refusal.
    private bool IsProved(Case open) =>
        tables.AcksOf(open.Table) > open.AcksBefore || (open.WasSuspected && batch.AckedTables.Contains(open.Table));

    // Strikes of earlier batches prove nothing if the table takes no row of this one.
    private bool IsStruckOut(int table, DeliveryHistory history) =>
        history.Strikes >= DeliveryHistory.StrikesOfARefusal && batch.AckedTables.Contains(table) && AreFew(table);

    private bool AreFew(int table) =>
        tables.SuspectsOf(table) <= Math.Max(1, (tables.AcksOf(table) - _acks[table]) / RowsPerSuspect);

    private readonly record struct Case(int Table, bool IsRefusal, long AcksBefore, bool WasSuspected);
}
