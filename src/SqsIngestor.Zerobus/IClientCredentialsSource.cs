namespace SqsIngestor.Zerobus;

/// <summary>
/// Credentials that are kept elsewhere, in a store of secrets, and may change while the process runs. Called from several
/// threads, once per request for a token.
/// </summary>
public interface IClientCredentialsSource
{
    /// <summary>The credentials to ask for a token with.</summary>
    ValueTask<ClientCredentials> GetAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The token endpoint refused these credentials with 401. Whatever is given is tried once, then the refusal stands.
    /// Several requests can be refused for the same credentials at the same time.
    /// </summary>
    /// <returns>Other credentials, or null when there are none.</returns>
    ValueTask<ClientCredentials?> RenewAsync(ClientCredentials refused, CancellationToken cancellationToken);
}
