namespace SqsIngestor.Zerobus.Internal.Recovery;

/// <summary>
/// Decides how long to pause before the next connection, and when to give up: after a number of connections and attempts in a
/// row that settled nothing. Connections that settle something pause for nothing; the budget of opens paces them. Pure, not
/// thread-safe.
/// </summary>
/// <param name="maxStalls">How many connections or attempts in a row may settle nothing.</param>
/// <param name="pauseAfter">The pause after a number of failures in a row.</param>
internal sealed class ReconnectPolicy(int maxStalls, Func<int, TimeSpan> pauseAfter)
{
    /// <summary>Connections and attempts in a row that settled nothing.</summary>
    public int Stalls { get; private set; }

    public bool IsExhausted => Stalls >= maxStalls;

    /// <summary>
    /// Whether a record can be the cause of all of them: each one opened, and ended in a way that a record can cause.
    /// </summary>
    public bool MayBeARecord { get; private set; } = true;

    /// <summary>The pause before the next attempt.</summary>
    public TimeSpan Pause => pauseAfter(Stalls);

    /// <summary>A connection ended.</summary>
    /// <param name="progress">Whether it settled anything, or helped to find a refused record.</param>
    /// <param name="blameless">Whether the end was planned, or nothing was left to settle.</param>
    /// <param name="mayBeARecord">Whether a record can be the cause of the end.</param>
    public void Ended(bool progress, bool blameless, bool mayBeARecord) =>
        (Stalls, MayBeARecord) = progress || blameless ? (0, true) : (Stalls + 1, MayBeARecord && mayBeARecord);

    /// <summary>An attempt to open failed.</summary>
    public void OpenFailed() => (Stalls, MayBeARecord) = (Stalls + 1, false);
}
