using SqsIngestor.Zerobus.Internal.Telemetry;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>What an ack did.</summary>
internal enum AckResult
{
    /// <summary>It settled something.</summary>
    Progress,

    /// <summary>It repeats an earlier ack.</summary>
    Duplicate,

    /// <summary>It has no offset, goes back, or covers what was not sent: outside the protocol.</summary>
    Violation,
}

/// <summary>
/// What is accepted, sent, settled and refused: the in-flight buffer in the caller's offsets, the connection's wire offsets, and
/// the search for refused records that decides what may be sent. Not thread-safe: its ledger's lock guards it.
/// </summary>
internal sealed class InFlightState(ZerobusClientOptions options, RecordType type, TimeProvider clock, StreamTelemetry telemetry)
{
    private const int MostRetainedBytes = 64 * 1024 * 1024;

    private readonly InFlightBuffer _buffer = new(
        new SegmentPool((int)(Math.Min(options.MaxInFlightBytes, MostRetainedBytes) / SegmentPool.SegmentBytes) + 1));

    private readonly WireOffsets _wire = new();
    private readonly PoisonSearch _search = new();
    private readonly PartialWriteResult _head = new();
    private long _progressAt;

    public RefusalLog Refusals { get; } = new();

    /// <summary>The oldest unsettled offset.</summary>
    public long Head => _buffer.Head;

    /// <summary>The offset that the next write gets.</summary>
    public long Tail => _buffer.Tail;

    public bool IsSettled => _buffer.Count == 0;

    public bool HasOutstanding => _wire.Outstanding > 0;

    /// <summary>Parts and writes settled since the beginning; it grows with every progress.</summary>
    public long Progress { get; private set; }

    /// <summary>Since when the oldest unacked request has waited without progress, as a time stamp.</summary>
    public long WaitingSince => IsSettled ? clock.GetTimestamp() : Math.Max(_buffer[Head].SentAt, _progressAt);

    /// <summary>When the newest acked request was sent, as a time stamp.</summary>
    public long NewestSettledSentAt { get; private set; }

    /// <summary>Records sent on this connection and unacked: those that may become durable twice if it ends now.</summary>
    public int OutstandingRecords
    {
        get
        {
            if (_search.InsideHead)
                return HasOutstanding ? _search.Window : 0;
            var records = 0;
            for (var offset = Head; offset < Head + _wire.Outstanding; offset++)
                records += _buffer[offset].Records;
            return records;
        }
    }

    public bool HasRoom(long bytes) =>
        _buffer.Count < options.MaxInFlightRequests && _buffer.Bytes + bytes <= options.MaxInFlightBytes;

    public long Accept(in RecordSource source)
    {
        telemetry.Accepted(source.Count, source.BodyLength);
        return _buffer.Append(source);
    }

    /// <summary>A connection begins or has ended: wire offsets start at 0 and everything unsettled must be sent.</summary>
    public void Restart()
    {
        _wire.Reset();
        _buffer.Rewind();
    }

    /// <summary>Whether something may be sent now.</summary>
    public bool IsSendable => _search.InsideHead ? !HasOutstanding : _buffer.Sent < Limit;

    private long Limit => _search.IsActive ? Head + _search.Window : Tail;

    /// <summary>
    /// Fills the frame with the next request; call only when <see cref="IsSendable"/>. True when another follows.
    /// </summary>
    public bool Take(RequestFrame frame)
    {
        var now = clock.GetTimestamp();
        if (_search.InsideHead)
        {
            var length = _buffer.SendHeadRecords(_search.Window, frame.Body, now);
            frame.SetRecord(true, type, _wire.Take(), length);
            return false;
        }

        ref var write = ref _buffer.Send(frame.Body, now);
        frame.SetRecord(write.IsBatch, type, _wire.Take(), write.Length);
        return IsSendable;
    }

    public AckResult Ack(long? upTo, out AckEvent? settled)
    {
        settled = null;
        if (upTo is null || _wire.Ack(upTo.Value) is not { } requests)
            return AckResult.Violation;
        if (requests == 0)
            return AckResult.Duplicate;

        _progressAt = clock.GetTimestamp();
        NewestSettledSentAt = _buffer[_search.InsideHead ? Head : Head + requests - 1].SentAt;
        settled = _search.InsideHead ? SettlePart() : SettleWrites(requests);
        return AckResult.Progress;
    }

    /// <summary>
    /// The service refused the stream as it does for a bad record. False when nothing was outstanding, so that no record can be
    /// at fault. Otherwise the search for the record starts, continues, or ends with the record in the event.
    /// </summary>
    public bool Refuse(string reason, out AckEvent? settled)
    {
        settled = null;
        if (!HasOutstanding)
            return false;
        if (!_search.Refused((int)_wire.Outstanding, _buffer[Head].Records))
            return true;

        _head.Refuse(_buffer.HeadRecordsSettled, reason);
        settled = SettleHeadRecords(1, durable: false);
        return true;
    }

    /// <summary>
    /// Connections keep ending without progress: send less, so that what precedes the record that may be the cause becomes
    /// durable. A running search continues, whatever ended the connection.
    /// </summary>
    public void Suspect(bool stalled)
    {
        if (stalled || _search.IsActive)
            _search.Suspect((int)_wire.Outstanding);
    }

    /// <summary>Nothing in flight will be settled any more; it stays readable through <see cref="CopyUnacked"/>.</summary>
    public void Abandon() => telemetry.Settled(_buffer.Count, 0, _buffer.Bytes);

    public List<UnackedWrite> CopyUnacked() => _buffer.Copy();

    private AckEvent SettleWrites(long requests)
    {
        telemetry.Acked(clock.GetElapsedTime(NewestSettledSentAt));
        var bytes = _buffer.Bytes;
        var records = _buffer.Settle(requests);
        Progress += requests;
        _search.Acked((int)requests);
        telemetry.Settled((int)requests, records, bytes - _buffer.Bytes);
        return new AckEvent(Head - 1, records, null);
    }

    private AckEvent? SettlePart()
    {
        var settled = SettleHeadRecords(_search.Window, durable: true);
        _search.PartAcked(settled is null ? _buffer[Head].Records : 0);
        return settled;
    }

    // Settles the first records of the oldest write; an event when that was the last of it.
    private AckEvent? SettleHeadRecords(int records, bool durable)
    {
        var (offset, bytes) = (Head, _buffer.Bytes);
        var total = _buffer.HeadRecordsSettled + _buffer[offset].Records;
        if (durable)
            _head.Durable(records);
        Progress++;
        _buffer.SettleHeadRecords(records);
        var done = Head > offset;
        telemetry.Settled(done ? 1 : 0, durable ? records : 0, bytes - _buffer.Bytes);
        if (!done)
            return null;

        var outcome = _head.Take(offset, total);
        if (outcome.Refused is not null)
            Refusals.Add(outcome.Refused);
        return outcome;
    }
}
