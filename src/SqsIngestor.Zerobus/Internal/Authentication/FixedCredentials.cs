namespace SqsIngestor.Zerobus.Internal.Authentication;

/// <summary>Always the same credentials.</summary>
internal sealed class FixedCredentials(ClientCredentials credentials) : IClientCredentialsSource
{
    public ValueTask<ClientCredentials> GetAsync(CancellationToken cancellationToken) => new(credentials);

    public ValueTask<ClientCredentials?> RenewAsync(ClientCredentials refused, CancellationToken cancellationToken) => default;
}
