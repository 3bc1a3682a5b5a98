using SqsIngestor.Catalog.Rest;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Catalog;

/// <summary>The function's own tokens, for the catalog.</summary>
internal sealed class WorkspaceTokens(OAuthTokenProvider tokens) : ICatalogTokens
{
    public ValueTask<string> GetAsync(CancellationToken cancellationToken) => tokens.GetWorkspaceTokenAsync(cancellationToken);

    public void Invalidate() => tokens.InvalidateWorkspaceToken();
}
