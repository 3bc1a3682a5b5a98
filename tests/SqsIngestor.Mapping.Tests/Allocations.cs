namespace SqsIngestor.Mapping.Tests;

/// <summary>What an action allocates once everything it needs is there.</summary>
internal static class Allocations
{
    /// <summary>
    /// The least of several rounds of 100, in bytes. A collection that another test causes meanwhile counts this
    /// thread's unused share of the heap as allocated, so one round proves nothing; a real allocation shows in every one.
    /// </summary>
    public static long LeastOf(Action action)
    {
        for (var i = 0; i < 100; i++) action();
        return Enumerable.Range(0, 10).Min(_ => Round(action));
    }

    private static long Round(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
