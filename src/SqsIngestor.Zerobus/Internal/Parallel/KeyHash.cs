namespace SqsIngestor.Zerobus.Internal.Parallel;

/// <summary>
/// Spreads keys over streams: FNV-1a of 64 bits, mixed once more because it leaves short keys similar. The same in every version
/// and on every machine, so that a key stays on its stream over restarts.
/// </summary>
internal static class KeyHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The stream of a key.</summary>
    /// <param name="key">The key; not empty.</param>
    /// <param name="streams">How many streams there are.</param>
    public static int StreamOf(ReadOnlySpan<byte> key, int streams)
    {
        var hash = Offset;
        foreach (var each in key)
            hash = unchecked((hash ^ each) * Prime);
        hash = unchecked((hash ^ (hash >> 33)) * 0xff51afd7ed558ccd);
        hash = unchecked((hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53);
        hash ^= hash >> 33;
        return (int)Math.BigMul(hash, (ulong)streams, out _);
    }
}
