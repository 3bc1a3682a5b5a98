using System.Runtime.CompilerServices;

namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>A write between its acceptance and its ack: where its bytes lie, what it is, and when it was last sent.</summary>
internal struct PendingWrite
{
    /// <summary>Position of the first body byte in the segments.</summary>
    public long Start;

    /// <summary>
    /// When it was last handed to a connection, as a time stamp of the clock; <see cref="RequestLog.NotSent"/> before.
    /// </summary>
    public long SentAt;

    /// <summary>Its offset on this connection, or that of its part that was sent last; -1 if nothing unacked was.</summary>
    public long Wire;

    /// <summary>UTC ticks from which on it is not sent any more.</summary>
    public long Expires;

    /// <summary>Its ordering key; 0 for none.</summary>
    public long Key;

    /// <summary>Bytes of the body; a batch's body is its records, each with tag and length.</summary>
    public int Length;

    /// <summary>Records not yet settled.</summary>
    public int Records;

    /// <summary>See <see cref="WriteTerms.Tag"/>.</summary>
    public int Tag;

    public bool IsBatch;

    /// <summary>The caller suspects it: see <see cref="WriteTerms.IsSuspect"/>.</summary>
    public bool IsSuspect;

    /// <summary>Its owner waits for it no longer.</summary>
    public bool GivenUp;

    /// <summary>It must not be sent any more. If it was sent before, it may still become durable.</summary>
    public bool Withdrawn;
}

/// <summary>
/// The writes that are accepted and not settled, in order, with their bytes. Offsets here are the caller's, growing for ever.
/// Not thread-safe.
/// </summary>
/// <param name="share">The stream's part of the client's memory.</param>
/// <param name="log">The statistics of the writes; null for none.</param>
/// <param name="first">The offset of the first write.</param>
internal sealed class InFlightBuffer(BudgetShare share, RequestLog? log = null, long first = 0)
{
    private static readonly int WritesPerSegment = SegmentPool.SegmentBytes / Unsafe.SizeOf<PendingWrite>();

    private readonly Ring<PendingWrite> _writes = new();
    private readonly SegmentQueue _segments = new(share);

    private bool _dropped;

    // The most writes at once since it was last empty.
    private int _peak;

    /// <summary>The oldest unsettled write.</summary>
    public long Head { get; private set; } = first;

    /// <summary>The next write to send; between head and tail.</summary>
    public long Sent { get; private set; } = first;

    /// <summary>The offset of the next write to be accepted.</summary>
    public long Tail => Head + _writes.Count;

    public int Count => _writes.Count;

    /// <summary>Body bytes held.</summary>
    public long Bytes { get; private set; }

    /// <summary>Records of the head that were settled on their own, while the head as a whole was not.</summary>
    public int HeadRecordsSettled { get; private set; }

    public ref PendingWrite this[long offset] => ref _writes[(int)(offset - Head)];

    /// <summary>Takes the memory of a write from the budget, or begins to wait for it.</summary>
    public bool TryMakeRoom(long body)
    {
        var table = _writes.Count == _writes.Capacity ? SegmentsOf(_writes.Capacity * 2) - SegmentsOf(_writes.Capacity) : 0;
        return share.TryTake(_segments.SegmentsFor(body) + table);
    }

    /// <summary>Accepts a write for which <see cref="TryMakeRoom"/> has made room.</summary>
    public long Append(in RecordSource source, bool withdrawn = false)
    {
        var write = new PendingWrite
        {
            Start = _segments.End,
            SentAt = RequestLog.NotSent,
            Wire = -1,
            Expires = source.Terms.ExpiresTicks,
            Key = source.Terms.OrderingKey,
            Tag = source.Terms.Tag,
            IsSuspect = source.Terms.IsSuspect,
            Withdrawn = withdrawn,
            Length = (int)source.BodyLength,
            Records = source.Count,
            IsBatch = source.IsBatch,
        };
        source.AppendTo(_segments);
        _writes.Add(write);
        _peak = Math.Max(_peak, _writes.Count);
        Bytes += write.Length;
        return Tail - 1;
    }

    /// <summary>Passes over the next write, which must not be sent.</summary>
    public void Skip() => Sent++;

    /// <summary>Hands the next unsent write to the frame's body.</summary>
    /// <param name="body">Receives the pieces of its body.</param>
    /// <param name="wire">Its offset on the connection.</param>
    /// <param name="now">A time stamp of the clock.</param>
    public ref PendingWrite Send(List<ReadOnlyMemory<byte>> body, long wire, long now)
    {
        ref var write = ref this[Sent++];
        (write.SentAt, write.Wire) = (now, wire);
        body.Clear();
        _segments.Slice(write.Start, write.Length, body);
        return ref write;
    }

    /// <summary>
    /// Hands the first records of the head to the frame's body, and gives their bytes. The head counts as sent.
    /// </summary>
    public int SendHeadRecords(int records, List<ReadOnlyMemory<byte>> body, long wire, long now)
    {
        ref var head = ref this[Head];
        (head.SentAt, head.Wire) = (now, wire);
        Sent = Head + 1;
        var length = LengthOf(head, records);
        body.Clear();
        _segments.Slice(head.Start, length, body);
        return length;
    }

    /// <summary>Settles the oldest writes; gives how many records they held.</summary>
    public int Settle(long writes)
    {
        var records = 0;
        for (; writes > 0; writes--)
        {
            var write = _writes.RemoveFirst();
            log?.Settled(write.SentAt);
            Head++;
            records += write.Records;
            Bytes -= write.Length;
            _segments.ReleaseTo(write.Start + write.Length);
        }

        Sent = Math.Max(Sent, Head);
        HeadRecordsSettled = 0;
        if (_writes.Count == 0)
            Emptied();
        return records;
    }

    /// <summary>
    /// The stream has ended, and nobody reads the bytes of its writes any more. The writes keep their offsets: callers wait for
    /// them.
    /// </summary>
    public void Drop()
    {
        _dropped = true;
        _segments.Drop();
    }

    /// <summary>Settles the first records of the head; the head itself goes with its last record.</summary>
    public void SettleHeadRecords(int records)
    {
        ref var head = ref this[Head];
        if (records == head.Records)
        {
            Settle(1);
            return;
        }

        var length = LengthOf(head, records);
        head.Start += length;
        head.Length -= length;
        head.Records -= records;
        Bytes -= length;
        HeadRecordsSettled += records;
        _segments.ReleaseTo(head.Start);
    }

    /// <summary>A new connection begins: everything unsettled is to be sent again.</summary>
    /// <param name="from">The first write to send; those before it wait.</param>
    public void Rewind(long from)
    {
        for (var offset = Head; offset < Sent; offset++)
            this[offset].Wire = -1;
        Sent = from;
    }

    /// <summary>From an offset on, no write with this key is sent any more.</summary>
    public void Withdraw(long key, long from)
    {
        for (var offset = Math.Max(from, Head); offset < Tail; offset++)
        {
            ref var write = ref this[offset];
            if (write.Key == key)
                write.Withdrawn = true;
        }
    }

    /// <summary>Copies of everything unsettled, in order.</summary>
    public List<UnackedWrite> Copy()
    {
        var unacked = new List<UnackedWrite>();
        for (var offset = _dropped ? Tail : Head; offset < Tail; offset++)
        {
            ref var write = ref this[offset];
            unacked.Add(new UnackedWrite(offset, write.IsBatch, RecordsOf(write)) { Terms = TermsOf(write) });
        }

        return unacked;
    }

    /// <summary>The first write gets this offset instead of 0. Call it before there is one.</summary>
    public void StartAt(long offset) => (Head, Sent) = (offset, offset);

    /// <summary>Gives back the list of writes if it is empty.</summary>
    public void GiveBack()
    {
        if (_dropped || _writes.Count > 0 || SegmentsOf(_writes.Capacity) is not (> 0 and var segments))
            return;
        _writes.Reset();
        share.Return(segments);
    }

    private void Emptied()
    {
        _segments.ReleaseAll();
        if (_peak < _writes.Capacity / 4 && SegmentsOf(_writes.Capacity) is > 0 and var before)
        {
            _writes.Halve();
            share.Return(before - SegmentsOf(_writes.Capacity));
        }

        _peak = 0;
    }

    // What was withdrawn stays withdrawn, and does not concern later writes of its key any more.
    private static WriteTerms TermsOf(in PendingWrite write) => write.Withdrawn ? WriteTerms.Withdrawn : new WriteTerms
    {
        Expires = write.Expires == long.MaxValue ? null : new DateTimeOffset(write.Expires, TimeSpan.Zero),
        OrderingKey = write.Key,
        IsSuspect = write.IsSuspect,
        Tag = write.Tag,
    };

    // A short list of writes is too small to count.
    private static int SegmentsOf(int writes) => writes / WritesPerSegment;

    private ReadOnlyMemory<byte>[] RecordsOf(in PendingWrite write)
    {
        ReadOnlyMemory<byte> body = _segments.Copy(write.Start, write.Length);
        if (!write.IsBatch)
            return [body];

        var records = new ReadOnlyMemory<byte>[write.Records];
        var at = write.Start;
        for (var i = 0; i < records.Length; i++)
        {
            var (start, length) = Record(at);
            records[i] = body.Slice((int)(start - write.Start), length);
            at = start + length;
        }

        return records;
    }

    private int LengthOf(in PendingWrite write, int records)
    {
        if (records == write.Records)
            return write.Length;
        var at = write.Start;
        for (; records > 0; records--)
        {
            var (start, length) = Record(at);
            at = start + length;
        }

        return (int)(at - write.Start);
    }

    // Reads one record's tag and length inside a batch body.
    private (long Start, int Length) Record(long at)
    {
        long length = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = _segments.ByteAt(++at);
            length |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
                return (at + 1, (int)length);
        }
    }
}
