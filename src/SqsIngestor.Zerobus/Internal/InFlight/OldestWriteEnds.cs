namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// How many connections ended with the oldest write, and whether one of them had acked others before: then the service takes
/// others where it probably does not take this one. Refusals and other ends are counted apart: a network that breaks in between
/// takes nothing from a refusal. Pure.
/// </summary>
internal sealed class OldestWriteEnds
{
    // How many connections must end with a write if none of them shows that it takes others.
    private const int EnoughWithoutAcks = 3;

    private Count _refusals;
    private Count _others;

    // How the last connection ended without a refusal. A record ends connections always in the same way.
    private int _cause;

    /// <summary>
    /// Whether a connection that had acked others ended with a refusal while this write was the only one without an ack. Acks may
    /// lag behind what the service has read, so the place where they stopped among others is not enough here.
    /// </summary>
    public bool RefusedAfterAcks => _refusals.AloneAfterAcks;

    /// <summary>A connection ended while something was unacked.</summary>
    /// <param name="byStatus">Whether the service ended it with the status for refused records.</param>
    /// <param name="acksBefore">Whether anything was acked on it: then the oldest is another one than before.</param>
    /// <param name="cause">A number for the way in which it ended.</param>
    /// <param name="isAlone">Whether nothing but the oldest was unacked.</param>
    /// <param name="pointsToIt">
    /// Whether the acks stopped at the oldest: it is alone, or was in flight while those before it were acked.
    /// </param>
    public void Add(bool byStatus, bool acksBefore, int cause, bool isAlone, bool pointsToIt)
    {
        if (acksBefore)
            Clear();
        if (!byStatus && cause != _cause)
            (_others, _cause) = (default, cause);
        if (byStatus)
            _refusals.Add(isAlone, acksBefore && pointsToIt);
        else
            _others.Add(isAlone, acksBefore && pointsToIt);
    }

    /// <summary>Whether the ends of one kind are enough to blame the write.</summary>
    public bool AreEnough(bool byStatus) => byStatus ? _refusals.IsEnough : _others.IsEnough;

    /// <summary>
    /// The oldest write was acked. If a connection has ended with it and others, the service does not always ack what precedes a
    /// bad record, or takes nothing at all: from then on, only ends with the oldest alone point to it.
    /// </summary>
    public void Acked()
    {
        _refusals.Acked();
        _others.Acked();
        Clear();
    }

    /// <summary>The oldest write is another one.</summary>
    public void Clear()
    {
        _refusals.Clear(ends: 0);
        _others.Clear(ends: 0);
    }

    /// <summary>
    /// The oldest write was set aside, and two ends of the same kind are enough for the next one: an ack decides about both.
    /// </summary>
    public void SetAside()
    {
        _refusals.Clear(ends: 0);
        _others.Clear(EnoughWithoutAcks - 2);
    }

    /// <summary>The trouble is over. What comes later may have another cause, and show where it is.</summary>
    public void Forget() => (_refusals, _others) = (default, default);

    private struct Count
    {
        private int _ends;
        private bool _amongOthers;
        private bool _wasAnother;
        private bool _afterAcks;

        public bool AloneAfterAcks { get; private set; }

        public readonly bool IsEnough => _afterAcks || _ends >= EnoughWithoutAcks;

        public void Add(bool isAlone, bool acksStoppedHere)
        {
            _ends++;
            _amongOthers |= !isAlone;
            _afterAcks |= acksStoppedHere && (isAlone || !_wasAnother);
            AloneAfterAcks |= acksStoppedHere && isAlone;
        }

        public void Acked() => _wasAnother |= _amongOthers;

        public void Clear(int ends) =>
            (_ends, _amongOthers, _afterAcks, AloneAfterAcks) = (ends, false, false, false);
    }
}
