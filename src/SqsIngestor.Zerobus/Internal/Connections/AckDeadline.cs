namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// Decides when a connection has been silent for too long. The time runs from the send of the oldest unacked request, and only
/// progress restarts it: neither duplicate acks nor other frames do. After a silence, or a stop of this process, the connection
/// is suspect: it may have died without notice. It is probed then, and has a short time to prove itself by the answer or by an
/// ack of something sent since; an older ack may have waited in the socket. A slow ack does not make a connection suspect: the
/// ordinary time holds for it. If the process stood still for at least <see cref="Tick"/> while the time ran out, it has
/// not read what came meanwhile: the connection gets the short time once more. A connection that answers has the ordinary time
/// from then on, once: one that answers after each stop of this process and acks nothing must not live for ever. Shortly before
/// the ordinary time is over, the connection is asked whether it lives, so that its end can be told from that of a dead one.
/// Pure: time is passed in. Not thread-safe.
/// </summary>
/// <param name="timeout">How long the oldest unacked request may wait at first.</param>
/// <param name="suspectAfter">A check that comes this much later than <see cref="Tick"/> means that the process stood
/// still.</param>
/// <param name="proofTime">How long a suspect connection has to prove itself.</param>
internal sealed class AckDeadline(TimeSpan timeout, TimeSpan suspectAfter, TimeSpan proofTime)
{
    /// <summary>How often to check while something is unacked.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private DateTimeOffset _lastCheck;

    // How late the last check came.
    private TimeSpan _late;

    // The end of that extension; null if none was needed.
    private TimeSpan? _extensionEnd;

    // While set, the connection is suspect until something sent at this time or later is acked, or a probe is answered.
    private TimeSpan? _suspectSince;
    private TimeSpan _proofEnd;
    private TimeSpan _provedAt = TimeSpan.MinValue;

    // The wait in which it has proved itself; null if it has not.
    private TimeSpan? _provedFor;

    // Until then, acks that came before the answer to a probe may not have been read.
    private TimeSpan _readUntil = TimeSpan.MinValue;

    // The wait for which the connection was asked whether it lives; null if it was not.
    private TimeSpan? _askedFor;

    /// <summary>How long the oldest unacked request may wait.</summary>
    public TimeSpan Timeout { get; set; } = timeout;

    /// <summary>Whether the connection has to prove itself.</summary>
    public bool IsSuspect => _suspectSince is not null;

    /// <summary>Starts to watch: something is unacked from now on.</summary>
    public void Start(DateTimeOffset wall, TimeSpan now)
    {
        _lastCheck = wall;
        _late = TimeSpan.Zero;
        _extensionEnd = null;
        _proofEnd = now + proofTime;
    }

    /// <summary>
    /// Whether the process stood still since the last check, by the wall clock, which goes on meanwhile. If so, probe the
    /// connection and call <see cref="Suspect"/>.
    /// </summary>
    public bool HasResumed(DateTimeOffset wall)
    {
        _late = wall - _lastCheck - Tick;
        _lastCheck = wall;
        return _late >= suspectAfter;
    }

    /// <summary>A probe is sent now.</summary>
    /// <param name="since">An ack of something that was sent at this time or later proves the connection, too.</param>
    /// <param name="now">Monotonic time.</param>
    public void Suspect(TimeSpan since, TimeSpan now)
    {
        _suspectSince = since > _suspectSince ? since : _suspectSince ?? since;
        _proofEnd = now + proofTime;
    }

    /// <summary>
    /// Whether to ask the connection now whether it lives, because the ordinary time is over soon. True once for each wait.
    /// </summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="waitingSince">As for <see cref="HasPassed"/>.</param>
    public bool ShouldAsk(TimeSpan now, TimeSpan waitingSince)
    {
        var since = Since(waitingSince);
        if (IsSuspect || _askedFor == since || now - since < Timeout - proofTime)
            return false;
        _askedFor = since;
        return true;
    }

    /// <summary>Whether the connection was asked since it waits for what is unacked now.</summary>
    /// <param name="waitingSince">As for <see cref="HasPassed"/>.</param>
    public bool WasAsked(TimeSpan waitingSince) => !IsSuspect && _askedFor == Since(waitingSince);

    /// <summary>
    /// The last probe is answered: the connection lives. What is unacked has the ordinary time from now on, if this is the first
    /// answer since it waits. A later answer that comes when this time is nearly over is what <see cref="ShouldAsk"/> would ask
    /// for.
    /// </summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="waitingSince">As for <see cref="HasPassed"/>.</param>
    public void Proved(TimeSpan now, TimeSpan waitingSince)
    {
        _suspectSince = null;
        _readUntil = now + Tick;
        if (_provedFor == waitingSince)
        {
            ShouldAsk(now, waitingSince);
            return;
        }

        _provedAt = now;
        // The answer to a probe that goes with the write itself says nothing about a wait.
        if (now - waitingSince >= suspectAfter)
            _provedFor = waitingSince;
    }

    /// <summary>
    /// Whether everything is read that came while the process stood still, however short that was. Call it after
    /// <see cref="HasResumed"/>.
    /// </summary>
    public bool HasReadAll(TimeSpan now) => !IsSuspect && now >= _readUntil && _late < Tick;

    /// <summary>An ack settled something, the newest of it sent at the given time.</summary>
    public void Progress(TimeSpan now, TimeSpan sentAt)
    {
        if (sentAt >= _suspectSince)
            _suspectSince = null;
        _proofEnd = now + proofTime;
    }

    /// <summary>
    /// True when the connection must be given up. Call it once in each check, after <see cref="HasResumed"/>: the first check
    /// that comes late extends the time.
    /// </summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="waitingSince">The later of the oldest unacked send and the last progress, on the same scale.</param>
    public bool HasPassed(TimeSpan now, TimeSpan waitingSince)
    {
        var since = Since(waitingSince);
        if (IsSuspect ? now < _proofEnd : now - since < Timeout || now < _readUntil)
        {
            _extensionEnd = null;
            return false;
        }

        // Once only: a process that stands still again and again must not keep a dead connection.
        if (_late >= Tick)
            _extensionEnd ??= now + proofTime;
        return _extensionEnd is not { } end || now >= end;
    }

    private TimeSpan Since(TimeSpan waitingSince) => waitingSince > _provedAt ? waitingSince : _provedAt;
}
