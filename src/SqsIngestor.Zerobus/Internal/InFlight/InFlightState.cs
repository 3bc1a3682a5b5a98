using SqsIngestor.Zerobus.Internal.Telemetry;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// What is accepted, sent, settled and given up: the in-flight buffer in the caller's offsets, the connection's wire offsets,
/// and the search for refused records that limits what may be sent. Not thread-safe: its ledger's lock guards it.
/// </summary>
internal sealed class InFlightState(
    ZerobusClientOptions options, RecordType type, BudgetShare share, TimeProvider clock, StreamTelemetry telemetry)
{
    // Many bad records in a row must not look like a service that is down; many more are one.
    private const int MostSetAside = 32;

    private readonly InFlightBuffer _buffer = new(share);
    private readonly WireOffsets _wire = new();
    private readonly RecordSearch _search = new();
    private readonly PartialWriteResult _head = new();
    private readonly FailedKeys _failedKeys = new();
    private long _progressAt;

    // Suspected writes at the head. They wait, unsent, for the ack of another write, which shows that the service works.
    private int _suspected;

    // How often a write was suspected since the last ack.
    private int _setAside;

    /// <summary>Writes that did not become durable.</summary>
    public RefusedWrites Refusals { get; } = new();

    /// <summary>What was settled and not reported yet, in offset order.</summary>
    public Queue<AckEvent> Events { get; } = [];

    /// <summary>The oldest unsettled offset.</summary>
    public long Head => _buffer.Head;

    /// <summary>The offset that the next write gets.</summary>
    public long Tail => _buffer.Tail;

    public bool IsSettled => _buffer.Count == 0;

    public bool HasOutstanding => _wire.Outstanding > 0;

    /// <summary>Parts and writes settled since the beginning; it grows with every progress.</summary>
    public long Progress { get; private set; }

    /// <summary>Since when the oldest unacked request has waited without progress, as a time stamp.</summary>
    public long WaitingSince => HasOutstanding ? Math.Max(_buffer[OldestSent].SentAt, _progressAt) : clock.GetTimestamp();

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
            for (var offset = Head; offset < _buffer.Sent; offset++)
                records += _buffer[offset].Wire >= 0 ? _buffer[offset].Records : 0;
            return records;
        }
    }

    private long OldestSent
    {
        get
        {
            var offset = Head;
            while (!_search.InsideHead && _buffer[offset].Wire < 0)
                offset++;
            return offset;
        }
    }

    /// <summary>Whether a write of so many bytes can be accepted at once. If so, its memory is taken from the budget.</summary>
    public bool TryMakeRoom(long bytes) =>
        _buffer.Count < options.MaxInFlightRequests && _buffer.Bytes + bytes <= options.MaxInFlightBytes
            && _buffer.TryMakeRoom(bytes);

    /// <inheritdoc cref="InFlightBuffer.GiveBack"/>
    public void GiveBack() => _buffer.GiveBack();

    /// <summary>Whether a write of an ordering key was given up, so that no more of the key may be written.</summary>
    public bool HasFailed(long key) => _failedKeys.Contains(key);

    public long Accept(in RecordSource source)
    {
        telemetry.Accepted(source.Count, source.BodyLength);
        // A write that waited for room comes too late if its key has failed since.
        return _buffer.Append(source, withdrawn: HasFailed(source.Terms.OrderingKey));
    }

    /// <summary>No write with this key is sent any more. What this connection has sent may still be acked.</summary>
    public void Withdraw(long key)
    {
        _buffer.Withdraw(key, Head);
        SettleWithdrawn();
    }

    /// <summary>A connection begins or has ended: wire offsets start at 0 and everything unsettled must be sent.</summary>
    public void Restart()
    {
        _wire.Reset();
        _buffer.Rewind(Head + _suspected);
        SettleExpired();
    }

    /// <summary>Settles writes whose time is up, or that were withdrawn. Nothing is sent at the moment.</summary>
    public void SettleExpired()
    {
        var now = clock.GetUtcNow().UtcTicks;
        for (var offset = Head; offset < Tail; offset++)
        {
            ref var write = ref _buffer[offset];
            if (!write.Withdrawn && now >= write.Expires)
                Expire(ref write, offset);
        }

        SettleWithdrawn();
    }

    /// <summary>
    /// Whether something may be sent now. Passes over writes that were withdrawn or whose time is up; without an unacked write in
    /// front of them they are settled.
    /// </summary>
    public bool TrySendable()
    {
        if (_search.InsideHead)
            return !HasOutstanding;
        if (_wire.Outstanding >= _search.Window)
            return false;
        for (; _buffer.Sent < _buffer.Tail; _buffer.Skip())
        {
            ref var write = ref _buffer[_buffer.Sent];
            if (!write.Withdrawn && write.Expires != long.MaxValue && clock.GetUtcNow().UtcTicks >= write.Expires)
                Expire(ref write, _buffer.Sent);
            if (!write.Withdrawn)
                return true;
        }

        if (_suspected > 0 && !HasOutstanding)
        {
            // No other write can show that the service works, so nothing proves a suspicion: the suspected are sent again.
            (_suspected, _setAside) = (0, MostSetAside);
            _buffer.Rewind(Head);
            return TrySendable();
        }

        SettleWithdrawn();
        return false;
    }

    /// <summary>
    /// Fills the frame with the next request; call only after <see cref="TrySendable"/>. True when another follows.
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

        var offset = _wire.Take();
        ref var write = ref _buffer.Send(frame.Body, offset, now);
        frame.SetRecord(write.IsBatch, type, offset, write.Length);
        return TrySendable();
    }

    public AckResult Ack(long? upTo)
    {
        if (upTo is null || _wire.Ack(upTo.Value) is not { } requests)
            return AckResult.Violation;
        if (requests == 0)
            return AckResult.Duplicate;

        _progressAt = clock.GetTimestamp();
        _setAside = 0;
        // The service works, so those that were suspected are to blame.
        GiveUpBefore(Head + _suspected);
        if (_search.InsideHead)
            SettlePart();
        else
            SettleWrites(upTo.Value, (int)requests);
        return AckResult.Progress;
    }

    /// <summary>
    /// A connection ended without notice. If a record can be the cause, the search for it starts, continues, or ends: then the
    /// record is given up.
    /// </summary>
    /// <param name="byStatus">Whether the service ended it with the status for refused records.</param>
    /// <param name="cause">A number for the way in which it ended.</param>
    /// <param name="reason">What the service said.</param>
    public SearchStep Ended(bool byStatus, int cause, string reason)
    {
        if (!HasOutstanding)
            return SearchStep.None;
        var head = _search.InsideHead ? Head : OldestSent;
        var blame = _search.Ended((int)_wire.Outstanding, _buffer[head].Records, byStatus, _wire.Acked >= 0, cause);
        // The service looks at records and answers, so it works, and those that were suspected before are to blame.
        if (blame == Blame.Refused || _search.InsideHead)
            GiveUpBefore(head);
        if (blame == Blame.Refused)
            Refuse(reason);
        if (blame == Blame.Suspected)
            Suspect(head);
        if (blame == Blame.None && !byStatus && _wire is { Outstanding: 1, Acked: < 0 } && _buffer[head].IsSuspect)
        {
            // The caller has the other evidence.
            Suspect(head);
            GiveUpBefore(head + 1);
        }

        return blame == Blame.Refused || (blame == Blame.Suspected && ++_setAside <= MostSetAside)
            ? SearchStep.Found
            : SearchStep.Narrowed;
    }

    /// <summary>Nothing in flight will be settled any more.</summary>
    /// <param name="keep">Whether it stays readable through <see cref="CopyUnacked"/>.</param>
    public void Abandon(bool keep)
    {
        telemetry.Settled(_buffer.Count, 0, _buffer.Bytes);
        if (!keep)
            _buffer.Drop();
    }

    public List<UnackedWrite> CopyUnacked() => _buffer.Copy();

    private void SettleWrites(long upTo, int requests)
    {
        while (SettleDurable(upTo) || SettleWithdrawn())
        {
        }

        telemetry.Acked(clock.GetElapsedTime(NewestSettledSentAt));
        Progress += requests;
        _search.Acked(requests);
    }

    // Settles the acked writes at the head and reports them with one event.
    private bool SettleDurable(long upTo)
    {
        var (writes, records, bytes) = (0, 0, _buffer.Bytes);
        while (!IsSettled)
        {
            ref var write = ref _buffer[Head];
            if (write.Wire < 0 || write.Wire > upTo)
                break;
            NewestSettledSentAt = write.SentAt;
            records += _buffer.Settle(1);
            writes++;
        }

        if (writes == 0)
            return false;
        telemetry.Settled(writes, records, bytes - _buffer.Bytes);
        Events.Enqueue(new AckEvent(Head - 1, records, null));
        return true;
    }

    private bool SettleWithdrawn()
    {
        var before = Head;
        while (!IsSettled && _buffer[Head] is { Withdrawn: true, Wire: < 0 })
        {
            GiveUp(ZerobusErrorCode.RecordWithdrawn);
            _suspected = Math.Max(0, _suspected - 1);
        }

        return Head > before;
    }

    private void Expire(ref PendingWrite write, long offset)
    {
        write.Withdrawn = true;
        FailKey(write.Key, offset);
    }

    private void GiveUpBefore(long offset)
    {
        while (Head < offset)
            GiveUp(_buffer[Head].Withdrawn ? ZerobusErrorCode.RecordWithdrawn : ZerobusErrorCode.RecordSuspected);
        _suspected = 0;
    }

    // The oldest write does not become durable, as far as the client knows.
    private void GiveUp(ZerobusErrorCode code)
    {
        var (offset, bytes) = (Head, _buffer.Bytes);
        var records = _buffer[offset].Records;
        _buffer.Settle(1);
        telemetry.Settled(1, 0, bytes - _buffer.Bytes);
        Add(new RefusedWrite(offset, [.. Enumerable.Range(0, records)], records, "") { Code = code });
        // The caller's terms say nothing about the service.
        if (code == ZerobusErrorCode.RecordWithdrawn)
            _search.Withdrawn();
        else
            Progress++;
    }

    private void Refuse(string reason)
    {
        var key = _buffer[Head].Key;
        _head.Refuse(_buffer.HeadRecordsSettled, reason);
        SettleHeadRecords(1, durable: false);
        FailKey(key, Head - 1);
    }

    private void Suspect(long offset)
    {
        _suspected = (int)(offset - Head) + 1;
        FailKey(_buffer[offset].Key, offset);
    }

    // What follows a write that is given up must not become durable before it.
    private void FailKey(long key, long offset)
    {
        if (key != 0 && _failedKeys.Add(key))
            _buffer.Withdraw(key, offset + 1);
    }

    private void SettlePart()
    {
        NewestSettledSentAt = _buffer[Head].SentAt;
        var offset = Head;
        SettleHeadRecords(_search.Window, durable: true);
        _search.PartAcked(Head > offset ? 0 : _buffer[Head].Records);
    }

    // Settles the first records of the oldest write, and reports it when that was the last of it.
    private void SettleHeadRecords(int records, bool durable)
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
            return;

        var outcome = _head.Take(offset, total);
        if (outcome.Refused is { } refused)
            Refusals.Add(refused);
        Events.Enqueue(outcome);
    }

    private void Add(RefusedWrite refused)
    {
        Refusals.Add(refused);
        Events.Enqueue(new AckEvent(refused.Offset, 0, refused));
    }
}
