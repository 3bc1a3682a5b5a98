using System.Net;

namespace SqsIngestor.Zerobus.Internal.Authentication;

/// <summary>The exchange of an identity token for a token of Databricks (RFC 8693).</summary>
/// <param name="source">Has the identity tokens.</param>
/// <param name="clientId">The service principal whose federation policy applies; empty for a policy of the whole
/// account.</param>
internal sealed class TokenExchangeGrant(IIdentityTokenSource source, string clientId) : ITokenGrant
{
    /// <inheritdoc/>
    public async ValueTask<TokenProof> GetAsync(CancellationToken cancellationToken)
    {
        var token = await source.GetAsync(cancellationToken).ConfigureAwait(false);
        List<KeyValuePair<string, string>> fields =
        [
            new("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            new("subject_token", token.Value),
            new("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"),
        ];
        if (clientId.Length > 0) fields.Add(new("client_id", clientId));
        return new Identity(token, clientId) { Fields = fields };
    }

    /// <inheritdoc/>
    public ValueTask<TokenProof?> RenewAsync(TokenProof refused, CancellationToken cancellationToken) => default;

    private sealed class Identity : TokenProof
    {
        // What Databricks verifies; AWS STS, for example, signs with ES384 too.
        private static readonly string[] Algorithms = ["RS256", "ES256"];

        private readonly IdentityToken _token;
        private readonly string _clientId;

        public Identity(IdentityToken token, string clientId)
        {
            (_token, _clientId) = (token, clientId);
            Expires = token.Expires;
        }

        public override ZerobusException Refusal(string host, HttpStatusCode status, string code, DateTimeOffset now) => new(
            ZerobusErrorCode.TokenRefused,
            $"{host} refused the identity token with {(int)status} ({code}). The token has {_token}.", Action(now));

        private string Action(DateTimeOffset now)
        {
            if (!Algorithms.Contains(_token.Algorithm, StringComparer.Ordinal))
            {
                return "On the side of the issuer, sign identity tokens with RS256 or ES256: Databricks accepts no other "
                    + "algorithm.";
            }

            if (_token.Expires <= now)
            {
                return "On the side of the issuer, get a new identity token: this one has expired. If it is new, correct the "
                    + "clock of this machine.";
            }

            return (_clientId.Length > 0
                    ? $"In Databricks, create or correct a federation policy of the service principal {_clientId}: "
                    : "In Databricks, create or correct a federation policy of the account, or set the client id of the service "
                        + "principal that has one: ")
                + "its issuer, subject and audience must be exactly these, and the principal must be in the workspace.";
        }
    }
}
