namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// Plans how to find the record that the service refuses, given only that it refused the stream. Of the suspects, a first half
/// is sent alone: when it is acked the culprit is in the other half, when the stream is refused again it is in this one. A
/// record is named only after a stream of the search was refused on which nothing else was unacked: what ended the stream
/// before may have happened before the record came. The search goes from the oldest to the newest,
/// so order is kept and what is acked is never sent again. Pure: no clock, no connection.
/// </summary>
internal sealed class PoisonSearch
{
    private enum Level
    {
        None,
        Writes,
        Records,
    }

    private Level _level;

    // How many of the oldest writes (or of the head's first records) are known to hold a culprit.
    private int _suspects;

    public bool IsActive => _level != Level.None;

    /// <summary>True while parts of the oldest batch are sent instead of whole writes.</summary>
    public bool InsideHead => _level == Level.Records;

    /// <summary>
    /// How many writes from the oldest on (or records of the head, see <see cref="InsideHead"/>) may be sent now.
    /// </summary>
    public int Window { get; private set; }

    /// <summary>
    /// The stream was refused. True when the culprit is found: the head's first unsettled record. False when the search has
    /// been narrowed and goes on with a new connection.
    /// </summary>
    /// <param name="unacked">Writes sent and unacked, at least 1.</param>
    /// <param name="headRecords">Unsettled records of the oldest write.</param>
    public bool Refused(int unacked, int headRecords)
    {
        if (_level != Level.Records)
        {
            if (unacked > 1)
                return Narrow(Level.Writes, unacked);
            if (headRecords > 1)
                return Narrow(Level.Records, headRecords);
            return _level == Level.Writes ? Found(0) : Narrow(Level.Writes, 1);
        }

        return Window > 1 ? Narrow(Level.Records, Window) : Found(headRecords - 1);
    }

    /// <summary>
    /// The stream ended in a way that names no record, again. Sending less lets what stands before the cause become durable; a
    /// single write is not narrowed further, since nothing proves that it is the cause.
    /// </summary>
    public void Suspect(int unacked)
    {
        if (_level != Level.Records && unacked > 1)
            Narrow(Level.Writes, unacked);
    }

    /// <summary>Whole writes were acked.</summary>
    public void Acked(int writes)
    {
        if (_level != Level.Writes)
            return;
        _suspects -= writes;
        Window -= writes;
        if (_suspects <= 0)
            _level = Level.None;
        else if (Window <= 0)
            Window = Half(_suspects);
    }

    /// <summary>The part of the head that was sent is acked; so many of its records are left.</summary>
    public void PartAcked(int left)
    {
        _suspects -= Window;
        if (left == 0)
            _level = Level.None;
        else
            Window = _suspects > 0 ? Half(_suspects) : _suspects = left;
    }

    // What follows a culprit is innocent until refused: the rest of a batch goes out as one part, other writes go out freely.
    private bool Found(int left)
    {
        _level = left == 0 ? Level.None : Level.Records;
        _suspects = Window = left;
        return true;
    }

    private bool Narrow(Level level, int suspects)
    {
        _level = level;
        _suspects = suspects;
        Window = Half(suspects);
        return false;
    }

    private static int Half(int count) => Math.Max(1, count / 2);
}
