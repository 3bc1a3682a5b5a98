namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>What the end of a connection says about the oldest unsettled write.</summary>
internal enum Blame
{
    /// <summary>Nothing yet: the search was narrowed.</summary>
    None,

    /// <summary>The service refuses its first unsettled record.</summary>
    Refused,

    /// <summary>It was sent alone and the connection ended. The service or the network can be the cause as well.</summary>
    Suspected,
}

/// <summary>
/// Finds the record with which connections end, given only that they end. While it searches, it limits how many writes may be
/// unacked at once: the fewer they are, the fewer can be the cause. After an unexpected end it sends the oldest write alone,
/// because a service that acks what precedes a refused record has that record as its oldest. If that write is acked, it sends an
/// eighth of the candidates at a time. A part that is acked costs no connection, only a part that fails does. A write is blamed
/// only if it was among the candidates of an earlier end and a connection ended while it was the only unacked one. If the status
/// does not speak of records, it must also have been the first on that connection: a service that ends connections for reasons of
/// its own ends them anywhere. If no connection that ended with it as the oldest had acked anything, one more must end with it:
/// the service behind them may take nothing at all, and the next connection may reach another part of it. After a find the limit
/// doubles with each full window of acks; more slowly if the find took several parts, because then the service acks nothing
/// before it ends a connection. Without a find, it begins with as many writes as were candidates: a service that ends everything,
/// and then acks one, does not get everything again. Pure: no clock, no connection.
/// </summary>
internal sealed class RecordSearch
{
    // A larger divisor takes fewer connections and more time. Simulated for 1 to 50 bad records among 10 to 10,000: with 8, an
    // open costs about as much time, at one open per second, as the acks that it saves.
    private const int Parts = 8;

    // The limit after a find: the next refused record may be near, but is usually not.
    private const int AfterFind = 16;

    // The same if the search had to go through good records: each end then costs three opens, and few candidates save one.
    private const int AfterLongFind = 8;

    // How many full windows must be acked before the limit doubles after such a find.
    private const int WindowsPerDoubling = 4;

    // From here on the limit is lifted: a service without trouble gets everything at once.
    private const int Free = 1024;

    private enum Level
    {
        None,
        Writes,
        Records,
    }

    private readonly OldestWriteEnds _ends = new();

    private Level _level;

    // How many of the oldest writes (inside the head: of its first records) may be the cause of an end; 0 if none is known.
    private int _candidates;

    // Writes acked since the limit grew.
    private int _acked;

    // How many candidates there were at first.
    private int _narrowed;

    // The limit once the oldest candidate is acked.
    private int _part;

    // How the last connection ended that narrowed the search.
    private int _cause;

    private bool _found;

    // Candidates that were acked since the last find, and whether the last find had such.
    private int _innocent;
    private bool _isLong;

    /// <summary>While true, the sender is careful.</summary>
    public bool IsActive => _level != Level.None;

    /// <summary>True while parts of the oldest batch are sent instead of whole writes.</summary>
    public bool InsideHead => _level == Level.Records;

    /// <summary>
    /// The most writes that may be unacked at once. Inside the head: how many of its first records to send as one request.
    /// </summary>
    public int Window { get; private set; } = int.MaxValue;

    /// <summary>
    /// Whether a connection that had acked all others refused the record that was blamed last: then the service takes others
    /// where it refuses this one.
    /// </summary>
    public bool RefusedAfterAcks { get; private set; }

    /// <summary>A connection ended unexpectedly, and not because it fell silent.</summary>
    /// <param name="unacked">Writes that were sent on it and not acked.</param>
    /// <param name="headRecords">Unsettled records of the oldest write.</param>
    /// <param name="byStatus">Whether the service ended it with the status for refused records.</param>
    /// <param name="acksBefore">Whether anything was acked on it.</param>
    /// <param name="cause">A number for the way in which it ended. A record ends connections always in the same way.</param>
    /// <param name="acksMeanwhile">Whether anything was acked on it after the oldest write had been sent.</param>
    /// <param name="isSuspect">Whether the caller suspects the oldest write.</param>
    public Blame Ended(
        int unacked, int headRecords, bool byStatus, bool acksBefore, int cause, bool acksMeanwhile = false,
        bool isSuspect = false)
    {
        if (unacked == 0)
            return Blame.None;
        var isAlone = InsideHead ? Window == 1 : unacked == 1;
        _ends.Add(byStatus, acksBefore, cause, isAlone, pointsToIt: isAlone || (acksMeanwhile && !InsideHead));
        if (_level == Level.Records)
            return byStatus ? EndedInside(headRecords) : Blame.None;
        if (unacked > 1 || _candidates == 0 || (!byStatus && (acksBefore || cause != _cause)))
            return Narrow(unacked, cause);
        if (byStatus && headRecords > 1)
            return NarrowInside(headRecords);
        // The caller has seen such ends before.
        return isSuspect || _ends.AreEnough(byStatus) ? Find(byStatus ? Blame.Refused : Blame.Suspected) : SendAloneAgain();
    }

    /// <summary>Whole writes were acked.</summary>
    public void Acked(int writes)
    {
        if (_level != Level.Writes)
            return;
        _ends.Acked();
        if (_candidates > 0)
        {
            // The one candidate of a suspicion is the write that confirms it.
            if (_candidates > 1)
                _innocent += writes;
            _candidates = Math.Max(0, _candidates - writes);
            if (_candidates > 0)
                Limit(_part);
            else
                Grow(_found ? LimitAfterFind : Math.Max(LimitAfterFind, _narrowed));
            return;
        }

        _acked += writes;
        if (_acked < (_isLong ? WindowsPerDoubling * Window : Window))
            return;
        Grow(Math.Max(Window, LimitAfterFind / 2) * 2);
    }

    /// <summary>
    /// The oldest write was withdrawn, or given up, also if the search is inside it: it cannot be the cause of a later end.
    /// </summary>
    public void Withdrawn()
    {
        _ends.Clear();
        if (_level == Level.Records)
            LeaveHead();
        if (_level != Level.Writes || _candidates == 0)
            return;
        // A suspicion still has to be confirmed by a write that is sent alone.
        if (--_candidates == 0 && !_found)
            Grow(LimitAfterFind);
    }

    /// <summary>The part of the head that was sent is acked; so many of its records are left.</summary>
    public void PartAcked(int left)
    {
        _ends.Clear();
        _candidates -= Window;
        if (left == 0)
            LeaveHead();
        else
            Window = _candidates > 0 ? Half(_candidates) : _candidates = left;
    }

    private Blame EndedInside(int headRecords)
    {
        if (Window > 1)
        {
            _candidates = Window;
            Window = Half(Window);
            return Blame.None;
        }

        if (!_ends.AreEnough(byStatus: true))
            return Blame.None;
        Blamed();
        // What follows a refused record is sent as one part: it is not suspected until a stream is refused again.
        if (headRecords == 1)
            LeaveHead();
        else
            _candidates = Window = headRecords - 1;
        return Blame.Refused;
    }

    private void Blamed()
    {
        RefusedAfterAcks = _ends.RefusedAfterAcks;
        _ends.Clear();
    }

    private Blame SendAloneAgain()
    {
        Limit(1);
        return Blame.None;
    }

    private Blame Narrow(int unacked, int cause)
    {
        _cause = cause;
        (_level, _candidates, _narrowed, _part) = (Level.Writes, unacked, unacked, Math.Max(1, unacked / Parts));
        Limit(1);
        return Blame.None;
    }

    private Blame NarrowInside(int headRecords)
    {
        (_level, _candidates, Window) = (Level.Records, headRecords, Half(headRecords));
        return Blame.None;
    }

    // A suspected write is confirmed by the ack of another, which is therefore sent alone too.
    private Blame Find(Blame blame)
    {
        Blamed();
        if (blame == Blame.Suspected)
            _ends.SetAside();
        (_found, _isLong, _innocent) = (true, _innocent > 0, 0);
        _candidates = blame == Blame.Suspected ? 1 : 0;
        Limit(blame == Blame.Suspected ? 1 : LimitAfterFind);
        return blame;
    }

    private void LeaveHead()
    {
        (_level, _found, _candidates) = (Level.Writes, true, 0);
        Limit(LimitAfterFind);
    }

    // There is no candidate: what ended connections is found, or does no harm any more.
    private void Grow(int window)
    {
        if (!_found)
            _innocent = 0;
        Limit(window);
        if (window >= Free)
            End();
    }

    private void Limit(int window) => (Window, _acked) = (window, 0);

    private void End()
    {
        _ends.Forget();
        (_level, _found, _isLong, _innocent, _candidates, Window) = (Level.None, false, false, 0, 0, int.MaxValue);
    }

    private int LimitAfterFind => _isLong ? AfterLongFind : AfterFind;

    private static int Half(int count) => Math.Max(1, count / 2);
}
