namespace SqsIngestor.Zerobus;

/// <summary>
/// Provides the request headers of an open, at least <c>authorization</c>. <see cref="OAuthTokenProvider"/> is the usual one;
/// implement this to use tokens from elsewhere. Called once per open, by several threads.
/// </summary>
public interface IZerobusHeadersProvider
{
    /// <summary>The headers for one open of a stream to this table. Names are lower case.</summary>
    /// <exception cref="ZerobusException">
    /// The headers are not available. The client retries if <see cref="ZerobusException.IsRetryable"/>.
    /// </exception>
    ValueTask<IReadOnlyList<KeyValuePair<string, string>>> GetHeadersAsync(
        ZerobusTableName table, CancellationToken cancellationToken);

    /// <summary>
    /// The service refused an open with the last headers for this table: drop a cached token. The client then requests the
    /// headers once more.
    /// </summary>
    void Invalidate(ZerobusTableName table);
}
