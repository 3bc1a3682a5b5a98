namespace SqsIngestor.Catalog.Rest;

/// <summary>Supplies tokens for the REST API of the workspace, and caches them while they are valid. Thread-safe.</summary>
public interface ICatalogTokens
{
    /// <summary>Returns a valid token.</summary>
    ValueTask<string> GetAsync(CancellationToken cancellationToken);

    /// <summary>Discards the cached token after the service has rejected it.</summary>
    void Invalidate();
}

/// <summary>Always supplies the same token, the value of DATABRICKS_TOKEN.</summary>
public sealed class StaticCatalogToken(string token) : ICatalogTokens
{
    /// <inheritdoc/>
    public ValueTask<string> GetAsync(CancellationToken cancellationToken) => new(token);

    /// <inheritdoc/>
    public void Invalidate()
    {
    }
}
