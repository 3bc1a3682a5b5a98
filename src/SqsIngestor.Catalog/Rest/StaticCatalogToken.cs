namespace SqsIngestor.Catalog.Rest;

/// <summary>Always the same token: DATABRICKS_TOKEN.</summary>
public sealed class StaticCatalogToken(string token) : ICatalogTokens
{
    /// <inheritdoc/>
    public ValueTask<string> GetAsync(CancellationToken cancellationToken) => new(token);

    /// <inheritdoc/>
    public void Invalidate()
    {
    }
}
