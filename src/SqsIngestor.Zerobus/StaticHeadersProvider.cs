namespace SqsIngestor.Zerobus;

/// <summary>Always the same headers, for an emulator or for a token that someone else renews.</summary>
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
        TableName table, CancellationToken cancellationToken) => new(_headers);

    /// <inheritdoc/>
    public void Invalidate(TableName table)
    {
    }
}
