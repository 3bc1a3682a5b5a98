using SqsIngestor.Zerobus.Internal.Telemetry;

namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// Settles the records of the oldest write, a batch, one part at a time, while the search for a refused record is inside it. Not
/// thread-safe: its ledger's lock guards it.
/// </summary>
internal sealed class HeadParts(InFlightBuffer buffer, RecordSearch search, WriteOutcomes outcomes, StreamTelemetry telemetry)
{
    private readonly List<int> _refused = [];
    private int _durable;
    private string _reason = "";

    /// <summary>Parts settled since the beginning.</summary>
    public long Settled { get; private set; }

    /// <summary>The part that was sent is durable.</summary>
    public void Acked()
    {
        var offset = buffer.Head;
        _durable += search.Window;
        Settle(search.Window, durable: search.Window);
        search.PartAcked(buffer.Head > offset ? 0 : buffer[offset].Records);
    }

    /// <summary>The service refuses the first unsettled record.</summary>
    /// <param name="reason">What it said.</param>
    public void Refuse(string reason)
    {
        _refused.Add(buffer.HeadRecordsSettled);
        _reason = reason;
        Settle(1, durable: 0);
    }

    // Settles the first records, and reports the write when they were the last of it.
    private void Settle(int records, int durable)
    {
        var (offset, bytes) = (buffer.Head, buffer.Bytes);
        var total = buffer.HeadRecordsSettled + buffer[offset].Records;
        Settled++;
        buffer.SettleHeadRecords(records);
        var done = buffer.Head > offset;
        telemetry.Settled(done ? 1 : 0, durable, bytes - buffer.Bytes);
        if (done)
            Report(offset, total);
    }

    private void Report(long offset, int total)
    {
        var refused = _refused.Count == 0 ? null : new RefusedWrite(offset, [.. _refused], total, _reason);
        outcomes.Add(new AckEvent(offset, _durable, refused));
        _refused.Clear();
        _durable = 0;
    }
}
