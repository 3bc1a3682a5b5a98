using SqsIngestor.Zerobus.Internal.Telemetry;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// What is accepted, sent and settled: the in-flight buffer in the caller's offsets, the connection's wire offsets, and the
/// search for refused records that limits what may be sent. Not thread-safe: its ledger's lock guards it.
/// </summary>
internal sealed class InFlightState
{
    private readonly ZerobusClientOptions _options;
    private readonly RecordType _type;
    private readonly TimeProvider _clock;
    private readonly StreamTelemetry _telemetry;
    private readonly InFlightBuffer _buffer;
    private readonly WireOffsets _wire = new();
    private readonly RecordSearch _search = new();
    private readonly WriteOutcomes _outcomes;
    private readonly RequestLog? _log;
    private readonly AbandonedWrites _abandoned;
    private readonly HeadParts _parts;
    private readonly UnackedRequests _unacked;
    private readonly bool _isPersistent;
    private long _settled;

    /// <param name="options">The client's.</param>
    /// <param name="stream">The stream's.</param>
    /// <param name="first">The offset of the first write.</param>
    /// <param name="share">The stream's part of the client's memory.</param>
    /// <param name="clock">Measures.</param>
    /// <param name="telemetry">Counts.</param>
    public InFlightState(
        ZerobusClientOptions options, ZerobusStreamOptions stream, long first, BudgetShare share, TimeProvider clock,
        StreamTelemetry telemetry)
    {
        _options = options;
        _type = stream.RecordType;
        _isPersistent = stream.Persistent is not null;
        _clock = clock;
        _telemetry = telemetry;
        _log = telemetry.Exporter is null ? null : new RequestLog(clock);
        _buffer = new InFlightBuffer(share, _log, first);
        _log?.StartAt(first);
        _wire.Reset(first);
        _outcomes = new WriteOutcomes(_log);
        _parts = new HeadParts(_buffer, _search, _outcomes, telemetry);
        _abandoned = new AbandonedWrites(_buffer, _search, _parts, clock);
        _unacked = new UnackedRequests(_buffer, _wire, _search, clock);
    }

    /// <inheritdoc cref="WriteOutcomes.Refusals"/>
    public RefusedWrites Refusals => _outcomes.Refusals;

    /// <inheritdoc cref="WriteOutcomes.Events"/>
    public Queue<AckEvent> Events => _outcomes.Events;

    /// <summary>The statistics of the writes; null if they are not exported.</summary>
    public RequestLog? Log => _log;

    /// <summary>The oldest unsettled offset.</summary>
    public long Head => _buffer.Head;

    /// <summary>The offset that the next write gets.</summary>
    public long Tail => _buffer.Tail;

    public bool IsSettled => _buffer.Count == 0;

    public bool HasOutstanding => _unacked.Any;

    /// <summary>Parts and writes settled since the beginning; it grows with every progress.</summary>
    public long Progress => _settled + _parts.Settled + _abandoned.Blamed;

    /// <inheritdoc cref="UnackedRequests.WaitingSince"/>
    public long WaitingSince => _unacked.WaitingSince;

    /// <inheritdoc cref="UnackedRequests.Awaited"/>
    public AwaitedAck? Awaited => _unacked.Awaited;

    /// <summary>When the newest acked request was sent, as a time stamp.</summary>
    public long NewestSettledSentAt { get; private set; }

    /// <inheritdoc cref="UnackedRequests.LastAckTook"/>
    public TimeSpan LastAckTook => _unacked.LastAckTook;

    /// <inheritdoc cref="UnackedRequests.Records"/>
    public int OutstandingRecords => _unacked.Records;

    /// <summary>Whether a write of so many bytes can be accepted at once. If so, its memory is taken from the budget.</summary>
    public bool TryMakeRoom(long bytes) =>
        _buffer.Count < _options.MaxInFlightRequests && _buffer.Bytes + bytes <= _options.MaxInFlightBytes
            && _buffer.TryMakeRoom(bytes);

    /// <inheritdoc cref="InFlightBuffer.GiveBack"/>
    public void GiveBack() => _buffer.GiveBack();

    /// <inheritdoc cref="AbandonedWrites.HasFailed"/>
    public bool HasFailed(long key) => _abandoned.HasFailed(key);

    public long Accept(in RecordSource source)
    {
        _telemetry.Accepted(source.Count, source.BodyLength);
        _log?.Accepted(source.Count, source.BodyLength);
        // A write that waited for room comes too late if its key has failed since.
        return _buffer.Append(source, withdrawn: HasFailed(source.Terms.OrderingKey));
    }

    /// <inheritdoc cref="AbandonedWrites.Withdraw"/>
    public void Withdraw(long key) => _abandoned.Withdraw(key);

    /// <summary>The owner waits for a write no longer.</summary>
    /// <returns>Whether it is unsettled.</returns>
    public bool GiveUp(long offset)
    {
        if (offset < Head || offset >= Tail)
            return false;
        _buffer[offset].GivenUp = true;
        return true;
    }

    /// <inheritdoc cref="AbandonedWrites.ExpireGivenUp"/>
    public void ExpireGivenUp() => _abandoned.ExpireGivenUp();

    /// <inheritdoc cref="AbandonedWrites.SettleExpired"/>
    public void SettleExpired() => _abandoned.SettleExpired();

    /// <summary>
    /// The connection has ended: everything unsettled must be sent on the next one, unless the service has committed it. For a
    /// persistent stream, the next connection says so, and until then nothing that was sent is settled.
    /// </summary>
    public void Disconnected()
    {
        _unacked.IsConnected = false;
        if (_isPersistent)
            SettleExpired();
        else
            Restart(0);
    }

    /// <summary>A connection begins.</summary>
    /// <param name="committed">For a persistent stream, up to which wire offset the service has committed.</param>
    /// <returns>
    /// False if that cannot be: the service has lost what it had acked, or has committed what this stream did not send.
    /// </returns>
    public bool Connected(long committed)
    {
        _unacked.IsConnected = true;
        if (!_isPersistent)
        {
            Restart(0);
            return true;
        }

        if (committed < _wire.Acked || committed >= _wire.Next)
            return false;
        if (committed > _wire.Acked)
            SettleCommitted(committed);
        Restart(committed + 1);
        return true;
    }

    /// <summary>
    /// Whether something may be sent now. Passes over writes that were withdrawn or whose time is up; without an unacked write in
    /// front of them they are settled.
    /// </summary>
    public bool TrySendable()
    {
        if (_search.InsideHead && HasOutstanding)
            return false;
        if (_wire.Outstanding >= _search.Window)
            return false;
        for (; _buffer.Sent < _buffer.Tail; _buffer.Skip())
        {
            ref var write = ref _buffer[_buffer.Sent];
            if (!write.Withdrawn && write.Expires != long.MaxValue && _clock.GetUtcNow().UtcTicks >= write.Expires)
                _abandoned.Expire(ref write, _buffer.Sent);
            if (!write.Withdrawn)
                return true;
            if (!_search.InsideHead)
                continue;
            // The search ends with it, and what is behind it is sent as a whole.
            _abandoned.SettleWithdrawn();
            return TrySendable();
        }

        if (_abandoned.Suspected > 0 && !HasOutstanding)
        {
            _abandoned.SendSuspectedAgain();
            return TrySendable();
        }

        _abandoned.SettleWithdrawn();
        return false;
    }

    /// <summary>
    /// Fills the frame with the next request; call only after <see cref="TrySendable"/>. True when another follows.
    /// </summary>
    public bool Take(RequestFrame frame)
    {
        var now = _clock.GetTimestamp();
        if (_search.InsideHead)
        {
            var part = _wire.Take();
            var length = _buffer.SendHeadRecords(_search.Window, frame.Body, part, now);
            frame.SetRecord(true, _type, part, length);
            frame.Sent = new SentWrite(Head, _buffer.HeadRecordsSettled, _search.Window, part)
            {
                Tag = _buffer[Head].Tag,
            };
            return false;
        }

        var offset = _wire.Take();
        var sent = _buffer.Sent;
        ref var write = ref _buffer.Send(frame.Body, offset, now);
        frame.SetRecord(write.IsBatch, _type, offset, write.Length);
        frame.Sent = new SentWrite(sent, sent == Head ? _buffer.HeadRecordsSettled : 0, write.Records, offset)
        {
            Tag = write.Tag,
        };
        return TrySendable();
    }

    public AckResult Ack(long? upTo)
    {
        if (upTo is null || _wire.Ack(upTo.Value) is not { } requests)
            return AckResult.Violation;
        if (requests == 0)
            return AckResult.Duplicate;

        _unacked.Acked();
        _abandoned.Acked();
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
        var head = _unacked.Oldest;
        var blame = _search.Ended(
            (int)_wire.Outstanding, _buffer[head].Records, byStatus, acksBefore: _wire.AnyAcked, cause,
            acksMeanwhile: _unacked.WasSentAtLastAck(head), _buffer[head].IsSuspect);
        // The service looks at records and answers, so it works, and those that were suspected before are to blame.
        if (blame == Blame.Refused || _search.InsideHead)
            _abandoned.GiveUpBefore(head);
        if (blame == Blame.Refused)
            Refuse(reason);
        if (blame == Blame.Suspected)
            _abandoned.Suspect(head);
        // The caller has the other evidence. Once this search has some too, another write that waits can confirm it.
        // Not on a persistent stream: the next connection says first whether the service has committed it.
        var isAlone = !byStatus && !_isPersistent && _wire is { Outstanding: 1, AnyAcked: false } && _buffer[head].IsSuspect;
        if (isAlone && (blame == Blame.None || _abandoned.IsLast(head)))
        {
            _abandoned.Suspect(head);
            _abandoned.GiveUpBefore(head + 1);
            _search.Withdrawn();
        }

        return blame == Blame.Refused || (blame == Blame.Suspected && _abandoned.SetAside())
            ? SearchStep.Found
            : SearchStep.Narrowed;
    }

    /// <summary>Nothing in flight will be settled any more.</summary>
    /// <param name="keep">Whether it stays readable through <see cref="CopyUnacked"/>.</param>
    public void Abandon(bool keep)
    {
        _telemetry.Settled(_buffer.Count, 0, _buffer.Bytes);
        for (var offset = Head; _log is not null && offset < Tail; offset++)
            _log.Unsettled(_buffer[offset].SentAt);
        if (!keep)
            _buffer.Drop();
    }

    public List<UnackedWrite> CopyUnacked()
    {
        var unacked = _buffer.Copy();
        // Only this state knows that a record of it was refused: sent again, the rest would make the write durable.
        if (_parts.HasRefused && unacked.Count > 0)
            unacked[0] = unacked[0] with { Terms = WriteTerms.Withdrawn };
        return unacked;
    }

    /// <summary>
    /// Continues a stream that is over: what it has settled stays so, and the first write here is its oldest unsettled one. Call
    /// it before there is a write.
    /// </summary>
    public void Continue(InFlightState before)
    {
        _buffer.StartAt(before.Head);
        _log?.StartAt(before.Head);
        Refusals.CopyFrom(before.Refusals);
        _abandoned.CopyFailedKeys(before._abandoned);
    }

    private void SettleWrites(long upTo, int requests)
    {
        while (SettleDurable(upTo) || _abandoned.SettleWithdrawn())
        {
        }

        _telemetry.Acked(_clock.GetElapsedTime(NewestSettledSentAt, _unacked.LastAckAt));
        _settled += requests;
        _search.Acked(requests);
    }

    private void Restart(long first)
    {
        _wire.Reset(first);
        _buffer.Rewind(Head + _abandoned.Suspected);
        SettleExpired();
    }

    // The last connection sent it, and its ack was lost.
    private void SettleCommitted(long upTo)
    {
        _abandoned.Committed(upTo);
        if (_search.InsideHead)
        {
            SettlePart();
            return;
        }

        while (SettleDurable(upTo) || _abandoned.SettleWithdrawn())
        {
        }

        var requests = (int)(upTo - _wire.Acked);
        _settled += requests;
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
        _telemetry.Settled(writes, records, bytes - _buffer.Bytes);
        _outcomes.Add(new AckEvent(Head - 1, records, null));
        return true;
    }

    private void Refuse(string reason)
    {
        var (key, offset) = (_buffer[Head].Key, Head);
        _parts.Refuse(reason, _search.RefusedAfterAcks);
        _abandoned.FailKey(key, offset);
    }

    private void SettlePart()
    {
        NewestSettledSentAt = _buffer[Head].SentAt;
        _parts.Acked();
        // It may have been withdrawn while the part was on its way.
        _abandoned.SettleWithdrawn();
    }
}
