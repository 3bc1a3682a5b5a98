using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Aws;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Identity;

/// <summary>Where the identity tokens come from that are exchanged for tokens of Databricks.</summary>
internal abstract record IdentitySettings
{
    /// <summary>Creates the source.</summary>
    /// <param name="clock">Dates signatures, and times retries and caches.</param>
    /// <param name="logger">Receives failed attempts.</param>
    /// <exception cref="ZerobusException">The variable that names the proxy cannot be used.</exception>
    public abstract IIdentityTokenSource CreateSource(TimeProvider clock, ILogger logger);
}

/// <summary><c>file-oidc</c>: a file that another program keeps fresh.</summary>
/// <param name="Path">DATABRICKS_OIDC_TOKEN_FILEPATH.</param>
internal sealed record FileIdentity(string Path) : IdentitySettings
{
    public override IIdentityTokenSource CreateSource(TimeProvider clock, ILogger logger) => new IdentityTokenFile(Path);
}

/// <summary><c>env-oidc</c>: an environment variable.</summary>
/// <param name="Name">DATABRICKS_OIDC_TOKEN_ENV, or its default.</param>
/// <param name="Variables">The environment.</param>
internal sealed record VariableIdentity(string Name, Func<string, string?> Variables) : IdentitySettings
{
    public override IIdentityTokenSource CreateSource(TimeProvider clock, ILogger logger) =>
        new IdentityTokenVariable(Name, Variables);
}

/// <summary><c>aws-identity</c>: AWS STS, for the role of the function.</summary>
/// <param name="Service">AWS STS.</param>
/// <param name="Audience">DATABRICKS_TOKEN_AUDIENCE, or its default.</param>
/// <param name="Lifetime">IDENTITY_TOKEN_LIFETIME, 60 to 3600 s.</param>
internal sealed record AwsIdentity(AwsService Service, string Audience, TimeSpan Lifetime) : IdentitySettings
{
    public override IIdentityTokenSource CreateSource(TimeProvider clock, ILogger logger) =>
        new AwsIdentityTokens(this, clock, logger);
}
