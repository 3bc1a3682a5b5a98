namespace SqsIngestor.Zerobus;

/// <summary>
/// Provides credentials from a secret store; they may change while the process runs. Called by several threads, once
/// per token request.
/// </summary>
public interface IClientCredentialsSource
{
    /// <summary>The current credentials.</summary>
    ValueTask<ClientCredentials> GetAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The token endpoint refused these credentials with 401. The client tries the returned ones once; a second refusal is final.
    /// Several calls for the same credentials can run at the same time.
    /// </summary>
    /// <returns>Other credentials, or null for none.</returns>
    ValueTask<ClientCredentials?> RenewAsync(ClientCredentials refused, CancellationToken cancellationToken);
}
