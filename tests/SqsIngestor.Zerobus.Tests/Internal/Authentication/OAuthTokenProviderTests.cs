using System.Text;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests.Internal.Authentication;

/// <summary>What the provider asks for, and how long a token serves.</summary>
public sealed class OAuthTokenProviderTests : IDisposable
{
    private const string Secret = "s3cr3t-dose-not-leak";

    private readonly SteppedClock _clock = new();
    private readonly StubTokenEndpoint _endpoint = new();
    private readonly RecordingLoggerFactory _logs = new(
        Secret, "token-", Convert.ToBase64String(Encoding.UTF8.GetBytes("client:" + Secret)));
    private readonly OAuthTokenProvider _provider;

    public OAuthTokenProviderTests() => _provider = new OAuthTokenProvider(Options, _endpoint, _logs, _clock);

    private static OAuthOptions Options => new()
    {
        WorkspaceUrl = new Uri("https://dbc-1.cloud.databricks.com"),
        ClientId = "client",
        ClientSecret = Secret,
        WorkspaceId = "123",
        BackoffInitial = TimeSpan.Zero,
    };

    public void Dispose()
    {
        _provider.Dispose();
        _logs.AssertNoSecret();
    }

    [Fact]
    public async Task GetHeadersAsync_Request_IsWhatTheServiceWants()
    {
        var headers = await _provider.GetHeadersAsync(ZerobusRig.Table, default);

        Assert.Equal(new KeyValuePair<string, string>("authorization", "Bearer token-1"), Assert.Single(headers));
        var (url, authorization, form) = Assert.Single(_endpoint.Requests);
        Assert.Equal("https://dbc-1.cloud.databricks.com/oidc/v1/token", url);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("client:" + Secret)), authorization);
        Assert.Equal("client_credentials", form["grant_type"]);
        Assert.Equal("all-apis", form["scope"]);
        Assert.Equal("api://databricks/workspaces/123/zerobusDirectWriteApi", form["resource"]);
        Assert.Equal(
            """[{"type":"unity_catalog_privileges","privileges":"""
            + """["USE CATALOG"],"object_type":"CATALOG","object_full_path":"main"},"""
            + """{"type":"unity_catalog_privileges","privileges":"""
            + """["USE SCHEMA"],"object_type":"SCHEMA","object_full_path":"main.ingest"},"""
            + """{"type":"unity_catalog_privileges","privileges":"""
            + """["SELECT","MODIFY"],"object_type":"TABLE","object_full_path":"main.ingest.orders","operations":"""
            + """["zerobuswrite"]}]""",
            form["authorization_details"]);
    }

    [Fact]
    public async Task GetWorkspaceTokenAsync_Request_AsksForNoTable()
    {
        Assert.Equal("token-1", await _provider.GetWorkspaceTokenAsync(default));
        Assert.Equal(["grant_type", "scope"], Assert.Single(_endpoint.Requests).Form.Keys.Order());
    }

    [Fact]
    public async Task GetHeadersAsync_OneMint_ServesManyStreams()
    {
        await using var rig = await ZerobusRig.StartAsync(headers: _provider);
        var streams = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => rig.OpenAsync()));

        Assert.Equal(8, streams.Length);
        Assert.Single(_endpoint.Requests);
        Assert.All(rig.Server.State.Connections, static c => Assert.Equal("Bearer token-1", c.Headers["authorization"]));
    }

    [Fact]
    public async Task GetHeadersAsync_ManyAtOnce_HaveOneRequestInFlightPerTable()
    {
        var release = new TaskCompletionSource();
        _endpoint.Hold = release.Task;

        var asking = Enumerable.Range(0, 20).Select(_ => _provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask()).ToArray();
        var other = _provider.GetHeadersAsync(ZerobusTableName.Parse("main.ingest.other"), default).AsTask();
        await Eventually.HoldsAsync(() => _endpoint.Requests.Count == 2);
        release.SetResult();
        await Task.WhenAll([.. asking, other]);

        Assert.Equal(2, _endpoint.Requests.Count);
    }

    [Fact]
    public async Task GetHeadersAsync_FirstCallerGivesUp_OthersStillGetTheToken()
    {
        var release = new TaskCompletionSource();
        _endpoint.Hold = release.Task;
        using var cancelled = new CancellationTokenSource();

        var first = _provider.GetHeadersAsync(ZerobusRig.Table, cancelled.Token).AsTask();
        var second = _provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask();
        await cancelled.CancelAsync();
        release.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Single(await second);
        Assert.Single(_endpoint.Requests);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\"soon\"")]
    [InlineData("-1")]
    public async Task GetHeadersAsync_NoUsableExpiry_IsNotCached(string? expiresIn)
    {
        _endpoint.ExpiresIn = expiresIn;
        await _provider.GetHeadersAsync(ZerobusRig.Table, default);
        Assert.Equal("Bearer token-2", (await _provider.GetHeadersAsync(ZerobusRig.Table, default))[0].Value);
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("x", "")]
    [InlineData("x", "  ")]
    public void Constructor_EmptyCredentials_IsRefused(string id, string secret)
    {
        var error =
            Assert.Throws<ZerobusException>(() => new OAuthTokenProvider(Options with { ClientId = id, ClientSecret = secret }));
        Assert.Equal(ZerobusErrorCode.CredentialsInvalid, error.Code);
    }

    [Fact]
    public void Options_Printed_HideTheSecret() => Assert.DoesNotContain(Secret, Options.ToString(), StringComparison.Ordinal);
}
