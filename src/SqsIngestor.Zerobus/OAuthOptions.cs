using System.Net;

namespace SqsIngestor.Zerobus;

/// <summary>A service principal and the source of its tokens.</summary>
public sealed record OAuthOptions
{
    /// <summary>
    /// The workspace, <c>https://dbc-….cloud.databricks.com</c>: tokens come from <c>/oidc/v1/token</c> below it.
    /// </summary>
    public required Uri WorkspaceUrl { get; init; }

    /// <summary>
    /// The service principal's application id. Required unless <see cref="Credentials"/> is given. With
    /// <see cref="IdentityTokens"/> it names the principal that has the federation policy; leave it empty for a policy of the
    /// whole account.
    /// </summary>
    public string ClientId { get; init; } = "";

    /// <summary>
    /// Its OAuth secret. Required unless <see cref="Credentials"/> or <see cref="IdentityTokens"/> is given.
    /// </summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>
    /// The source of id and secret instead, read again if the token endpoint refuses them. For a secret that is rotated while the
    /// process runs. Default null.
    /// </summary>
    public IClientCredentialsSource? Credentials { get; init; }

    /// <summary>
    /// The source of identity tokens of the workload, for authentication without a secret: the client exchanges them for tokens
    /// of Databricks, and caches none of these for longer than its identity token is valid. Needs a federation policy in
    /// Databricks. Excludes <see cref="ClientSecret"/> and <see cref="Credentials"/>. Default null.
    /// </summary>
    public IIdentityTokenSource? IdentityTokens { get; init; }

    /// <summary>The workspace id, the first label of the Zerobus host (<see cref="ZerobusEndpoint.WorkspaceId"/>).</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>Bound of one token request. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts per token if the endpoint fails transiently. Default 3, at least 1.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>
    /// The longest pause before the second attempt, doubled per attempt and shortened by a random part of up to a half. The
    /// client never waits for less than a Retry-After header asks. Default 250 ms.
    /// </summary>
    public TimeSpan BackoffInitial { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The longest pause between attempts. When Retry-After asks for more, the call fails at once with
    /// <see cref="ZerobusErrorCode.TokenUnavailable"/> and <see cref="ZerobusException.RetryAfter"/>, and so does every other
    /// call until that time has come. Default 5 s.
    /// </summary>
    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A PEM file of certificate authorities to trust for the token endpoint instead of the system's. Default null: the system's
    /// roots, which on Linux SSL_CERT_FILE and SSL_CERT_DIR replace. Not used if a handler is given.
    /// </summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>The addresses of a name; null asks the system. For tests.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>>? Resolver { get; init; }

    /// <summary>The value of an environment variable, or null. For tests.</summary>
    internal Func<string, string?> Variables { get; init; } = Environment.GetEnvironmentVariable;

    // A record prints its properties; the secret must not be among them.
    /// <inheritdoc/>
    public override string ToString() => $"OAuthOptions {{ WorkspaceUrl = {WorkspaceUrl}, ClientId = {ClientId} }}";
}
