namespace SqsIngestor.Zerobus.Internal.Recovery;

/// <summary>
/// Decides how fast connections follow each other, and when to give up. Connections that settle nothing count towards the end of
/// the stream. Those that settle something but live briefly only slow the next ones down: a table takes no more than about a
/// hundred opens a minute. Pure, not thread-safe.
/// </summary>
/// <param name="maxStalls">How many connections or attempts in a row may settle nothing.</param>
/// <param name="pauseAfter">The pause after a number of failures in a row.</param>
internal sealed class ReconnectPolicy(int maxStalls, Func<int, TimeSpan> pauseAfter)
{
    /// <summary>A connection that lived for so long ends a row of brief ones.</summary>
    public static readonly TimeSpan LongLife = TimeSpan.FromSeconds(5);

    private int _brief;

    /// <summary>Connections and attempts in a row that settled nothing.</summary>
    public int Stalls { get; private set; }

    public bool IsExhausted => Stalls >= maxStalls;

    /// <summary>The pause before the next attempt; none after the first end in a row.</summary>
    public TimeSpan Pause => pauseAfter(Math.Max(Stalls, _brief - 1));

    /// <summary>A connection ended.</summary>
    /// <param name="life">How long it lived.</param>
    /// <param name="progress">Whether it settled anything.</param>
    /// <param name="blameless">Whether the end was planned, or nothing was left to settle.</param>
    public void Ended(TimeSpan life, bool progress, bool blameless)
    {
        _brief = life >= LongLife || blameless ? 0 : _brief + 1;
        if (progress || blameless)
            Stalls = 0;
        else
            Stalls++;
    }

    /// <summary>An attempt to open failed.</summary>
    public void OpenFailed() => Stalls++;
}
