using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Oidc;
using SqsIngestor.Emulator.Sts;
using SqsIngestor.Pipeline.Aws;
using SqsIngestor.Pipeline.Aws.SigV4;
using SqsIngestor.Pipeline.Identity;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Identity;

/// <summary>
/// AWS STS and a workspace on this machine, with one federation policy between them, and a function's clients of both.
/// </summary>
internal sealed class IdentityScene : IAsyncDisposable
{
    public const string Audience = "https://dbc-1.cloud.databricks.com/oidc/v1/token";
    public static readonly ZerobusTableName Table = ZerobusTableName.Parse("main.ingest.orders");

    private readonly List<IDisposable> _clients = [];

    private IdentityScene(LocalSecurityTokenService sts, LocalDatabricks databricks, SteppedClock clock) =>
        (Sts, Databricks, Clock) = (sts, databricks, clock);

    public LocalSecurityTokenService Sts { get; }

    public LocalDatabricks Databricks { get; }

    public SteppedClock Clock { get; }

    // Every JWT begins so.
    public RecordingLoggerFactory Logs { get; } = new("eyJ");

    /// <param name="awsIsAhead">How far the clock of AWS is ahead of the others.</param>
    /// <param name="databricksIsAhead">How far the clock of the workspace is ahead of the others.</param>
    /// <param name="withPolicy">Whether the workspace has the federation policy.</param>
    public static async Task<IdentityScene> StartAsync(
        TimeSpan awsIsAhead = default, TimeSpan databricksIsAhead = default, bool withPolicy = true)
    {
        var clock = new SteppedClock(TimeProvider.System.GetUtcNow());
        var sts = await LocalSecurityTokenService.StartAsync(clock: new ShiftedClock(clock, awsIsAhead));
        var databricks = await LocalDatabricks.StartAsync(
            new LocalDatabricksOptions { TimeProvider = new ShiftedClock(clock, databricksIsAhead) });
        if (withPolicy) databricks.FederationPolicies.Add(new FederationPolicy(sts.Issuer, Audience, sts.RoleArn));
        return new IdentityScene(sts, databricks, clock);
    }

    public AwsIdentityTokens Source(string audience = Audience, int seconds = 900, Uri? endpoint = null)
    {
        var credentials = new AwsCredentials(
            Sts.Credentials.AccessKeyId, Sts.Credentials.SecretAccessKey, Sts.Credentials.SessionToken);
        var source = new AwsIdentityTokens(
            new AwsIdentity(
                new AwsService("sts", "eu-west-1", endpoint ?? Sts.Endpoint, credentials), audience,
                TimeSpan.FromSeconds(seconds)),
            Clock, Logs.CreateLogger("test"));
        _clients.Add(source);
        return source;
    }

    public OAuthTokenProvider Provider(IIdentityTokenSource source, string? clientId = null)
    {
        var provider = new OAuthTokenProvider(
            new OAuthOptions
            {
                WorkspaceUrl = Databricks.WorkspaceUrl,
                ClientId = clientId ?? Databricks.ClientId,
                IdentityTokens = source,
                WorkspaceId = ZerobusEndpoint.WorkspaceId(Databricks.ZerobusEndpoint),
            },
            loggerFactory: Logs, clock: Clock);
        _clients.Add(provider);
        return provider;
    }

    /// <summary>The failure of a request for the table's token, as far as the clock must go for it.</summary>
    public async Task<ZerobusException> FailureAsync(IIdentityTokenSource source, string? clientId = null)
    {
        var asking = Provider(source, clientId).GetHeadersAsync(Table, default).AsTask();
        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => Clock.RunUntilAsync(asking, longest: TimeSpan.FromSeconds(10)));
        Assert.DoesNotContain("eyJ", error.ToString(), StringComparison.Ordinal);
        return error;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await Databricks.DisposeAsync();
        await Sts.DisposeAsync();
        Logs.AssertNoSecret();
    }

    private sealed class ShiftedClock(TimeProvider clock, TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + ahead;
    }
}

/// <summary>Gives the same JWT each time.</summary>
internal sealed class FixedIdentity(string jwt) : IIdentityTokenSource
{
    public ValueTask<IdentityToken> GetAsync(CancellationToken cancellationToken) => new(IdentityToken.Parse(jwt, "the test"));
}
