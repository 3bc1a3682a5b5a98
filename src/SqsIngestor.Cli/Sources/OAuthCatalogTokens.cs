using SqsIngestor.Catalog.Rest;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Cli.Sources;

/// <summary>Tokens of a service principal, by client credentials.</summary>
internal sealed class OAuthCatalogTokens(Uri workspace, string clientId, string clientSecret) : ICatalogTokens, IDisposable
{
    // The workspace id is part of tokens for tables only.
    private readonly OAuthTokenProvider _provider = new(new OAuthOptions { WorkspaceUrl = workspace, ClientId = clientId, ClientSecret = clientSecret, WorkspaceId = "" });

    public ValueTask<string> GetAsync(CancellationToken cancellationToken) => _provider.GetWorkspaceTokenAsync(cancellationToken);

    public void Invalidate() => _provider.InvalidateWorkspaceToken();

    public void Dispose() => _provider.Dispose();
}
