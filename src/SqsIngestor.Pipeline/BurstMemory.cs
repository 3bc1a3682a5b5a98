namespace SqsIngestor.Pipeline;

/// <summary>
/// Gives the memory of a burst back to the machine. The buffers are large objects, which the collector would keep until it has a
/// reason to look at them; a function that allocates little gives it none.
/// </summary>
/// <param name="released">Bytes of buffers that the client has let go of so far.</param>
/// <param name="collect">Collects everything.</param>
internal sealed class BurstMemory(Func<long> released, Action collect)
{
    private const long WorthACollection = 8 * 1024 * 1024;

    private long _collected;
    private long _encoders;

    /// <summary>An encoder was let go of.</summary>
    /// <param name="bytes">Its buffers.</param>
    public void Released(long bytes) => Interlocked.Add(ref _encoders, bytes);

    /// <summary>Collects everything.</summary>
    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>A batch has ended. Collects if enough was let go of since the last time, which is rare.</summary>
    public void BatchEnded()
    {
        var (now, before) = (released() + Interlocked.Read(ref _encoders), Interlocked.Read(ref _collected));
        if (now - before < WorthACollection || Interlocked.CompareExchange(ref _collected, now, before) != before) return;
        collect();
    }
}
