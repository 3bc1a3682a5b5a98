namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// The memory that all streams of a client share, in segments of <see cref="SegmentPool.SegmentBytes"/>. Half of it is divided
/// evenly between the streams that are expected, or that are there if they are more: that part is always there for a stream,
/// whatever the others hold, also for one that joins late. The other half goes to those who ask first. So a stream that is never
/// acked does not starve the others. Safe for use by several threads; a caller may hold the lock of its stream.
/// </summary>
internal sealed class InFlightBudget
{
    private readonly Lock _gate = new();
    private readonly SegmentPool _pool;
    private readonly long _segments;
    private readonly HashSet<BudgetShare> _shares = [];
    private readonly LinkedList<BudgetShare> _waiting = new();

    private int _expected = 1;
    private long _used;

    // What is left of their own parts to the shares, and to those that are expected and not there.
    private long _reserved;
    private long _part;

    /// <param name="segments">The segments of all streams together; at least 1.</param>
    /// <param name="clock">Gives segments that a burst needed back after a while.</param>
    public InFlightBudget(long segments, TimeProvider clock) =>
        (_segments, _pool) = (segments, new SegmentPool(clock));

    /// <summary>Segments that streams hold.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
                return _used;
        }
    }

    /// <summary>How many streams are expected; at least 1.</summary>
    public int Expected
    {
        get
        {
            lock (_gate)
                return _expected;
        }

        set
        {
            lock (_gate)
            {
                _expected = value;
                Divide();
                WakeFitting();
            }
        }
    }

    /// <summary>Segments that were allocated and not given back: those that streams hold, and free ones.</summary>
    public long Allocated
    {
        get
        {
            lock (_gate)
                return _used + _pool.Free;
        }
    }

    /// <summary>Bytes of the segments that were given to the collector so far.</summary>
    public long Trimmed
    {
        get
        {
            lock (_gate)
                return _pool.Trimmed;
        }
    }

    /// <summary>The budget of so many bytes; null has no bound.</summary>
    public static InFlightBudget OfBytes(long? bytes, TimeProvider clock) =>
        new(Math.Max(1, (bytes ?? long.MaxValue) / SegmentPool.SegmentBytes), clock);

    /// <summary>Adds a stream.</summary>
    /// <param name="wake">Called on another thread when the stream should give back what it does not need, and ask again if it
    /// waits.</param>
    public BudgetShare Join(Action wake)
    {
        lock (_gate)
        {
            var share = new BudgetShare(this, wake);
            _shares.Add(share);
            Divide();
            return share;
        }
    }

    internal bool TryTake(BudgetShare share, int count)
    {
        lock (_gate)
        {
            share.Requested = count;
            if (!Fits(share))
            {
                if (share.WaitingNode is null)
                {
                    share.WaitingNode = _waiting.AddLast(share);
                    // A stream that is empty may keep memory that it does not need now.
                    foreach (var each in _shares)
                        ThreadPool.UnsafeQueueUserWorkItem(each, preferLocal: false);
                }

                return false;
            }

            Change(share, count);
            _pool.RecordUse(_used);
            Leave(share);
            return true;
        }
    }

    internal void StopWaiting(BudgetShare share)
    {
        lock (_gate)
            Leave(share);
    }

    internal byte[] Rent()
    {
        lock (_gate)
        {
            var segment = _pool.Rent();
            // Lists of writes take memory too.
            _pool.TrimTo(_segments - _used);
            return segment;
        }
    }

    internal void Return(BudgetShare share, byte[]? segment)
    {
        lock (_gate)
        {
            if (!_shares.Contains(share))
                return;
            Change(share, -1);
            if (segment is not null)
                _pool.Return(segment, _used);
            WakeFitting();
        }
    }

    internal void Remove(BudgetShare share)
    {
        lock (_gate)
        {
            if (!_shares.Remove(share))
                return;
            _used -= share.Used;
            share.Used = 0;
            Divide();
            Leave(share);
            WakeFitting();
        }
    }

    // In the order of their waiting: only the first of them gets what is beyond the parts.
    private bool Fits(BudgetShare share)
    {
        if (_used + share.Requested > _segments)
            return false;
        if (share.Used + share.Requested <= _part)
            return true;
        var own = Math.Max(0, _part - share.Used);
        return _used + share.Requested + _reserved - own <= _segments
            && (_waiting.First is null || _waiting.First == share.WaitingNode);
    }

    private void Change(BudgetShare share, long count)
    {
        _reserved -= Math.Max(0, _part - share.Used);
        share.Used += count;
        _used += count;
        _reserved += Math.Max(0, _part - share.Used);
    }

    private void Divide()
    {
        _part = _segments / 2 / Math.Max(_shares.Count, _expected);
        _reserved = _shares.Sum(share => Math.Max(0, _part - share.Used)) + _part * Math.Max(0, _expected - _shares.Count);
    }

    private void Leave(BudgetShare share)
    {
        if (share.WaitingNode is not { } node)
            return;
        _waiting.Remove(node);
        share.WaitingNode = null;
        WakeFitting();
    }

    private void WakeFitting()
    {
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (Fits(node.Value))
                ThreadPool.UnsafeQueueUserWorkItem(node.Value, preferLocal: false);
        }
    }
}
