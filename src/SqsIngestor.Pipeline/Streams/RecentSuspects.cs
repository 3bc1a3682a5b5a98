namespace SqsIngestor.Pipeline.Streams;

/// <summary>
/// The messages of one table with which connections ended within the last minute. The pace of opens bounds how many there are.
/// Not thread-safe: the slot's lock guards it.
/// </summary>
internal sealed class RecentSuspects(TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Dictionary<UInt128, long> _at = [];

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            ForgetOld();
            return _at.Count;
        }
    }

    /// <summary>Connections ended with a row of a message.</summary>
    public void Add(UInt128 key)
    {
        ForgetOld();
        _at[key] = clock.GetTimestamp();
    }

    private void ForgetOld()
    {
        foreach (var (key, at) in _at)
        {
            if (clock.GetElapsedTime(at) >= Window) _at.Remove(key);
        }
    }
}
