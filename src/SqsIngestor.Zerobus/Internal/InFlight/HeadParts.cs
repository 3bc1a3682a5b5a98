using SqsIngestor.Zerobus.Internal.Telemetry;

namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// Settles the records of the oldest write, a batch, one part at a time, while the search for a refused record is inside it. Also
/// gives the oldest write up, because it must know which parts were settled before. Not thread-safe: its ledger's lock guards it.
/// </summary>
internal sealed class HeadParts(InFlightBuffer buffer, RecordSearch search, WriteOutcomes outcomes, StreamTelemetry telemetry)
{
    private readonly List<int> _refused = [];
    private int _durable;
    private string _reason = "";

    // Whether that is known of every refused record.
    private bool _hasAcksBefore = true;

    /// <summary>Whether the service has refused a record of the oldest write.</summary>
    public bool HasRefused => _refused.Count > 0;

    /// <summary>Parts settled since the beginning.</summary>
    public long Settled { get; private set; }

    /// <summary>The part that was sent is durable.</summary>
    public void Acked()
    {
        var offset = buffer.Head;
        _durable += search.Window;
        Settle(search.Window, durable: search.Window);
        var isDone = buffer.Head > offset;
        // The rest of it was not sent.
        if (!isDone)
            buffer.Rewind(offset);
        search.PartAcked(isDone ? 0 : buffer[offset].Records);
    }

    /// <summary>The service refuses the first unsettled record.</summary>
    /// <param name="reason">What it said.</param>
    /// <param name="hasAcksBefore">See <see cref="RefusedWrite.HasAcksBefore"/>.</param>
    public void Refuse(string reason, bool hasAcksBefore)
    {
        _refused.Add(buffer.HeadRecordsSettled);
        (_reason, _hasAcksBefore) = (reason, _hasAcksBefore && hasAcksBefore);
        Settle(1, durable: 0);
    }

    /// <summary>
    /// The oldest write is given up. What is not settled of it does not become durable, as far as the client knows.
    /// </summary>
    /// <param name="code">Why.</param>
    public void GiveUp(ZerobusErrorCode code)
    {
        var (offset, bytes, settled) = (buffer.Head, buffer.Bytes, buffer.HeadRecordsSettled);
        var total = settled + buffer[offset].Records;
        _refused.AddRange(Enumerable.Range(settled, total - settled));
        buffer.Settle(1);
        telemetry.Settled(1, 0, bytes - buffer.Bytes);
        (_reason, _hasAcksBefore) = ("", false);
        Report(offset, total, code);
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
            Report(offset, total, ZerobusErrorCode.RecordRefused);
    }

    private void Report(long offset, int total, ZerobusErrorCode code)
    {
        var refused = _refused.Count == 0 ? null : new RefusedWrite(offset, [.. _refused], total, _reason)
        {
            Code = code,
            HasAcksBefore = _hasAcksBefore,
        };
        outcomes.Add(new AckEvent(offset, _durable, refused));
        _refused.Clear();
        (_durable, _hasAcksBefore) = (0, true);
    }
}
