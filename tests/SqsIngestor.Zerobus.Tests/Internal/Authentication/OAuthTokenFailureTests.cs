using System.Net;
using System.Text;
using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests.Internal.Authentication;

/// <summary>What the provider does when the workspace refuses, fails, or does not answer.</summary>
public sealed class OAuthTokenFailureTests : IDisposable
{
    private const string Secret = "s3cr3t-dose-not-leak";

    private readonly SteppedClock _clock = new();
    private readonly StubTokenEndpoint _endpoint = new();
    private readonly RecordingLoggerFactory _logs = new(
        Secret, "token-", Convert.ToBase64String(Encoding.UTF8.GetBytes("client:" + Secret)));
    private readonly OAuthTokenProvider _provider;

    public OAuthTokenFailureTests() => _provider = new OAuthTokenProvider(Options, _endpoint, _logs, _clock);

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

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData((HttpStatusCode)0)]
    public async Task GetHeadersAsync_TransientFailure_IsTriedAgain(HttpStatusCode status)
    {
        _endpoint.Statuses.AddRange([status, status]);
        Assert.Single(await _provider.GetHeadersAsync(ZerobusRig.Table, default));
        Assert.Equal(3, _endpoint.Requests.Count);
    }

    [Fact]
    public async Task GetHeadersAsync_TransientFailuresWithoutEnd_AreRetryable()
    {
        _endpoint.Statuses.AddRange(Enumerable.Repeat(HttpStatusCode.BadGateway, 3));
        var error =
            await Assert.ThrowsAsync<ZerobusException>(() => _provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask());
        Assert.Equal(ZerobusErrorCode.TokenUnavailable, error.Code);
        Assert.True(error.IsRetryable);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task GetHeadersAsync_Refused_IsNotTriedAgainAndTellsNoSecret(HttpStatusCode status)
    {
        _endpoint.Statuses.Add(status);
        var error =
            await Assert.ThrowsAsync<ZerobusException>(() => _provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask());

        Assert.Equal(ZerobusErrorCode.TokenRefused, error.Code);
        Assert.False(error.IsRetryable);
        Assert.Contains("invalid_client", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.Single(_endpoint.Requests);
    }

    [Fact]
    public async Task GetHeadersAsync_CredentialsRefused_AsksTheSourceOnceAndTriesWithWhatItGives()
    {
        var source = new RotatedCredentials("rotated");
        using var provider = new OAuthTokenProvider(
            Options with { ClientId = "", ClientSecret = "", Credentials = source }, _endpoint, _logs, _clock);
        _endpoint.Statuses.Add(HttpStatusCode.Unauthorized);

        Assert.Single(await provider.GetHeadersAsync(ZerobusRig.Table, default));

        Assert.Equal(1, source.Renewals);
        Assert.Equal(
            [
                "Basic " + Basic("client:" + Secret), "Basic " + Basic("client:rotated")], _endpoint.Requests.Select(static r =>
                r.Authorization));
    }

    [Theory]
    [InlineData("rotated", HttpStatusCode.Unauthorized, 1, 2)]
    [InlineData(null, HttpStatusCode.Unauthorized, 1, 1)]
    [InlineData("rotated", HttpStatusCode.BadRequest, 0, 1)]
    [InlineData("rotated", HttpStatusCode.Forbidden, 0, 1)]
    public async Task GetHeadersAsync_StillRefused_TheRefusalStands(
        string? rotated, HttpStatusCode status, int renewals, int requests)
    {
        var source = new RotatedCredentials(rotated);
        using var provider = new OAuthTokenProvider(Options with { Credentials = source }, _endpoint, _logs, _clock);
        _endpoint.Statuses.AddRange([status, status]);

        var error =
            await Assert.ThrowsAsync<ZerobusException>(() => provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask());

        Assert.Equal(ZerobusErrorCode.TokenRefused, error.Code);
        Assert.Equal((renewals, requests), (source.Renewals, _endpoint.Requests.Count));
    }

    private static string Basic(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    [Fact]
    public async Task GetHeadersAsync_RetryAfter_IsWaitedFor()
    {
        _endpoint.Statuses.Add(HttpStatusCode.TooManyRequests);
        _endpoint.RetryAfter = TimeSpan.FromSeconds(3);
        var asking = _provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask();
        await Eventually.HoldsAsync(() => _endpoint.Requests.Count == 1);
        await _clock.WhenWaitingAsync(TimeSpan.FromSeconds(3));

        _clock.Advance(TimeSpan.FromSeconds(2.999));
        Assert.Single(_endpoint.Requests);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("Bearer token-1", (await asking.WaitAsync(ZerobusRig.Patience))[0].Value);
    }

    [Fact]
    public async Task GetHeadersAsync_NoAnswer_TimesOut()
    {
        _endpoint.Hold = new TaskCompletionSource().Task;
        var asking = _provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask();

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await Eventually.HoldsAsync(() => _endpoint.Requests.Count == attempt);
            _clock.Advance(Options.Timeout);
        }

        var error = await Assert.ThrowsAsync<ZerobusException>(() => asking.WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.TokenUnavailable, error.Code);
        Assert.Equal(3, _endpoint.Requests.Count);
    }

    [Theory]
    [InlineData(StatusCode.Unauthenticated)]
    [InlineData(StatusCode.PermissionDenied)]
    public async Task Open_RefusedForItsToken_DropsItAndTriesOnceWithAFreshOne(StatusCode status)
    {
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(_ => throw new RpcException(new Status(status, "stale")), Scripts.WellBehaved), headers: _provider);

        var stream = await rig.OpenAsync();

        Assert.Equal(ZerobusStreamState.Open, stream.State);
        Assert.Equal(
            ["Bearer token-1", "Bearer token-2"], rig.Server.State.Connections.Select(static c => c.Headers["authorization"]));
        Assert.DoesNotContain(rig.Logs.Lines, static l => l.Contains("token-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_EveryFailure_TellsNeitherTokenNorSecret()
    {
        foreach (var status in Enum.GetValues<StatusCode>().Where(static s => s != StatusCode.OK))
        {
            await using var rig = await ZerobusRig.StartAsync(
                _ => throw new RpcException(new Status(status, "no")), static o => o with { OpenAttempts = 1 }, _provider);
            var error = await Assert.ThrowsAsync<ZerobusException>(() => rig.OpenAsync());
            Assert.DoesNotContain("token-", error.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        }
    }

    private sealed class RotatedCredentials(string? rotated) : IClientCredentialsSource
    {
        public int Renewals { get; private set; }

        public ValueTask<ClientCredentials> GetAsync(CancellationToken cancellationToken) =>
            new(new ClientCredentials("client", Secret));

        public ValueTask<ClientCredentials?> RenewAsync(ClientCredentials refused, CancellationToken cancellationToken)
        {
            Renewals++;
            return new(rotated is null ? null : new ClientCredentials("client", rotated));
        }
    }
}
