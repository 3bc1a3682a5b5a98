using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace SqsIngestor.Zerobus.Internal.Authentication;

/// <summary>The grant of client id and secret (RFC 6749 section 4.4), with HTTP Basic.</summary>
/// <param name="source">Has id and secret.</param>
internal sealed class ClientCredentialsGrant(IClientCredentialsSource source) : ITokenGrant
{
    private static readonly KeyValuePair<string, string>[] Fields = [new("grant_type", "client_credentials")];

    /// <inheritdoc/>
    public async ValueTask<TokenProof> GetAsync(CancellationToken cancellationToken) =>
        new Secret(await source.GetAsync(cancellationToken).ConfigureAwait(false)) { Fields = Fields };

    /// <inheritdoc/>
    public async ValueTask<TokenProof?> RenewAsync(TokenProof refused, CancellationToken cancellationToken) =>
        await source.RenewAsync(((Secret)refused).Credentials, cancellationToken).ConfigureAwait(false) is { } renewed
            ? new Secret(renewed) { Fields = Fields }
            : null;

    private sealed class Secret : TokenProof
    {
        public Secret(ClientCredentials credentials)
        {
            Credentials = credentials;
            Authorization = new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.ClientId}:{credentials.ClientSecret}")));
        }

        public ClientCredentials Credentials { get; }

        public override ZerobusException Refusal(string host, HttpStatusCode status, string code, DateTimeOffset now) => new(
            ZerobusErrorCode.TokenRefused, $"{host} refused the credentials with {(int)status} ({code}).");
    }
}

/// <summary>Credentials that do not change.</summary>
internal sealed class FixedCredentials(ClientCredentials credentials) : IClientCredentialsSource
{
    public ValueTask<ClientCredentials> GetAsync(CancellationToken cancellationToken) => new(credentials);

    public ValueTask<ClientCredentials?> RenewAsync(ClientCredentials refused, CancellationToken cancellationToken) => default;
}
