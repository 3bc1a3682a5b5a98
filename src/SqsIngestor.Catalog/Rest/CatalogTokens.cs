namespace SqsIngestor.Catalog.Rest;

/// <summary>Tokens for the workspace's REST APIs. Whoever gives them keeps them as long as they are good.</summary>
public interface ICatalogTokens
{
    /// <summary>A token that is good now.</summary>
    ValueTask<string> GetAsync(CancellationToken cancellationToken);

    /// <summary>The service has refused the token: the next one must be new.</summary>
    void Invalidate();
}
