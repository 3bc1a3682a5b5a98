namespace SqsIngestor.Zerobus;

/// <summary>Provides the same headers for every open, for an emulator or a token that is renewed elsewhere.</summary>
public sealed class StaticHeadersProvider : IZerobusHeadersProvider
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> _headers;

    /// <summary>Sends <c>authorization: Bearer &lt;token&gt;</c>.</summary>
    public StaticHeadersProvider(string bearerToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(bearerToken);
        _headers = [new("authorization", "Bearer " + bearerToken)];
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeyValuePair<string, string>>> GetHeadersAsync(
        ZerobusTableName table, CancellationToken cancellationToken) => new(_headers);

    /// <inheritdoc/>
    public void Invalidate(ZerobusTableName table)
    {
    }
}
