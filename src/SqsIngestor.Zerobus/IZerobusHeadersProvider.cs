namespace SqsIngestor.Zerobus;

/// <summary>
/// Gives the request headers of an open, at least <c>authorization</c>. <see cref="OAuthTokenProvider"/> is the usual one; an
/// own implementation can serve tokens from elsewhere. Called once per open, from several threads.
/// </summary>
public interface IZerobusHeadersProvider
{
    /// <summary>The headers for one open of a stream into this table. Names are lower case.</summary>
    /// <exception cref="ZerobusException">The headers cannot be had; a retryable one is tried again.</exception>
    ValueTask<IReadOnlyList<KeyValuePair<string, string>>> GetHeadersAsync(TableName table, CancellationToken cancellationToken);

    /// <summary>
    /// The service refused an open that used the last headers given for this table: a cached token must not be used again.
    /// The client then asks once more.
    /// </summary>
    void Invalidate(TableName table);
}
