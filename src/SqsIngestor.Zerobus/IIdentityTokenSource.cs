namespace SqsIngestor.Zerobus;

/// <summary>
/// Provides the identity tokens of this workload: JWTs of an issuer that a Databricks federation policy trusts. The client
/// exchanges each for a token of Databricks (RFC 8693), so that no secret exists. Called by several threads, once per token
/// request. See <see cref="IdentityTokenFile"/>, <see cref="IdentityTokenVariable"/> and <see cref="IdentityTokenCommand"/>.
/// </summary>
public interface IIdentityTokenSource
{
    /// <summary>An identity token that is valid now.</summary>
    /// <exception cref="ZerobusException"><see cref="ZerobusErrorCode.IdentityTokenInvalid"/>,
    /// <see cref="ZerobusErrorCode.IdentityTokenRefused"/> or <see cref="ZerobusErrorCode.IdentityTokenUnavailable"/>: there is
    /// none. The message never contains a token.</exception>
    ValueTask<IdentityToken> GetAsync(CancellationToken cancellationToken);
}
