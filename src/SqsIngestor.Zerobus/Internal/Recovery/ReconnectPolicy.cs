namespace SqsIngestor.Zerobus.Internal.Recovery;

/// <summary>
/// How fast connections may follow each other, and when to give up. Connections that settle nothing count towards the end of
/// the stream; those that settle something but live shortly only slow the next ones down, since a table bears no more than
/// about a hundred opens a minute. Pure.
/// </summary>
internal sealed class ReopenPace(int mostStalls, Backoff backoff)
{
    /// <summary>A connection that lived for so long ends a row of short ones.</summary>
    public static readonly TimeSpan LongLife = TimeSpan.FromSeconds(5);

    private int _short;

    /// <summary>Connections and attempts in a row that settled nothing.</summary>
    public int Stalls { get; private set; }

    public bool IsExhausted => Stalls >= mostStalls;

    /// <summary>The pause before the next attempt; none after the first end in a row.</summary>
    public TimeSpan Pause => backoff.Before(Math.Max(Stalls, _short - 1));

    /// <summary>A connection ended.</summary>
    public void Ended(TimeSpan life, bool progress, bool blameless)
    {
        _short = life >= LongLife || blameless ? 0 : _short + 1;
        if (progress || blameless)
            Stalls = 0;
        else
            Stalls++;
    }

    /// <summary>An attempt to open failed.</summary>
    public void OpenFailed() => Stalls++;
}
