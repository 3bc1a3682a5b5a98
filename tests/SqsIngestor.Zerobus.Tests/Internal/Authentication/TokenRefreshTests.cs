using System.Net;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests.Authentication;

/// <summary>A valid token serves at once, whatever becomes of its refresh.</summary>
public sealed class TokenRefreshTests : IDisposable
{
    private readonly SteppedClock _clock = new();
    private readonly StubTokenEndpoint _endpoint = new();
    private readonly RecordingLoggerFactory _logs = new("token-");
    private readonly OAuthTokenProvider _provider;

    public TokenRefreshTests() => _provider = new OAuthTokenProvider(
        new OAuthOptions
        {
            WorkspaceUrl = new Uri("https://dbc-1.cloud.databricks.com"),
            ClientId = "client",
            ClientSecret = "secret",
            WorkspaceId = "123",
            BackoffInitial = TimeSpan.Zero,
        },
        _endpoint, _logs, _clock);

    public void Dispose()
    {
        _provider.Dispose();
        _logs.AssertNoSecret();
    }

    [Theory]
    [InlineData("3600", 3600 - 300)]
    [InlineData("\"3600\"", 3600 - 300)]
    [InlineData("60", 30)]
    public async Task GetHeadersAsync_TokenDue_ServesTheOldOneAndRefreshesInTheBackground(string expiresIn, int dueAfterSeconds)
    {
        _endpoint.ExpiresIn = expiresIn;
        await TokenAsync();

        _clock.Advance(TimeSpan.FromSeconds(dueAfterSeconds - 1));
        Assert.Equal("Bearer token-1", await TokenAsync());
        Assert.Single(_endpoint.Requests);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("Bearer token-1", TokenNow());

        await Eventually.HoldsAsync(() => TokenNow() == "Bearer token-2");
        Assert.Equal(2, _endpoint.Requests.Count);
    }

    [Fact]
    public async Task RenewAsync_ValidToken_RequestsOneThatReplacesIt()
    {
        await TokenAsync();

        await _provider.RenewAsync(ZerobusRig.Table, default);

        Assert.Equal("Bearer token-2", TokenNow());
        Assert.Equal(2, _endpoint.Requests.Count);
    }

    [Fact]
    public async Task RenewAsync_CredentialsRefused_IsThrownAndTheTokenStays()
    {
        await TokenAsync();
        _endpoint.Statuses.Add(HttpStatusCode.Unauthorized);

        var error = await Assert.ThrowsAsync<ZerobusException>(() => _provider.RenewAsync(ZerobusRig.Table, default));

        Assert.Equal(ZerobusErrorCode.TokenRefused, error.Code);
        Assert.Equal("Bearer token-1", TokenNow());
    }

    [Fact]
    public async Task RenewAsync_WhileARequestIsInFlight_SendsAnotherAfterIt()
    {
        var hold = new TaskCompletionSource();
        _endpoint.Hold = hold.Task;
        var first = TokenAsync();
        await Eventually.HoldsAsync(() => _endpoint.Requests.Count == 1);

        var renewing = _provider.RenewAsync(ZerobusRig.Table, default);
        hold.SetResult();
        await renewing.WaitAsync(Eventually.Patience);
        await first;

        Assert.Equal(2, _endpoint.Requests.Count);
        Assert.Equal("Bearer token-2", TokenNow());
    }

    [Fact]
    public async Task GetHeadersAsync_RefreshHangs_NobodyWaitsWhileTheTokenIsValid()
    {
        await TokenAsync();
        _clock.Advance(TimeSpan.FromSeconds(3310));
        _endpoint.Hold = new TaskCompletionSource().Task;

        for (var second = 0; second < 290; second += 29)
        {
            Assert.Equal("Bearer token-1", TokenNow());
            _clock.Advance(TimeSpan.FromSeconds(28));
        }
    }

    [Fact]
    public async Task GetHeadersAsync_ExpiredWhileItsRefreshHangs_WaitsForTheRefresh()
    {
        var release = new TaskCompletionSource();
        await TokenAsync();
        _clock.Advance(TimeSpan.FromSeconds(3599));
        _endpoint.Hold = release.Task;
        Assert.Equal("Bearer token-1", TokenNow());
        await Eventually.HoldsAsync(() => _endpoint.Requests.Count == 2);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var asking = _provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask();
        Assert.False(asking.IsCompleted);
        release.SetResult();

        Assert.Equal("Bearer token-2", (await asking.WaitAsync(ZerobusRig.Patience))[0].Value);
    }

    [Fact]
    public async Task GetHeadersAsync_RefreshFails_OldTokenServesWhileValid()
    {
        await TokenAsync();
        _clock.Advance(TimeSpan.FromSeconds(3400));
        _endpoint.Statuses.AddRange(Enumerable.Repeat(HttpStatusCode.ServiceUnavailable, 3));
        Assert.Equal("Bearer token-1", TokenNow());
        await Eventually.HoldsAsync(
            () => _logs.Lines.Any(static line => line.Contains("valid for 200 s more", StringComparison.Ordinal)));

        _clock.Advance(TimeSpan.FromSeconds(200));
        _endpoint.Statuses.AddRange(Enumerable.Repeat(HttpStatusCode.ServiceUnavailable, 3));
        var error = await Assert.ThrowsAsync<ZerobusException>(() => TokenAsync());

        Assert.Equal(ZerobusErrorCode.TokenUnavailable, error.Code);
        Assert.Equal("Bearer token-2", await TokenAsync());
    }

    [Fact]
    public async Task GetHeadersAsync_DroppedWhileItsRefreshRuns_IsServedByTheRefresh()
    {
        var release = new TaskCompletionSource();
        await TokenAsync();
        _clock.Advance(TimeSpan.FromSeconds(3400));
        _endpoint.Hold = release.Task;
        TokenNow();
        await Eventually.HoldsAsync(() => _endpoint.Requests.Count == 2);

        _provider.Invalidate(ZerobusRig.Table);
        var asking = _provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask();
        release.SetResult();

        Assert.Equal("Bearer token-2", (await asking.WaitAsync(ZerobusRig.Patience))[0].Value);
        Assert.Equal(2, _endpoint.Requests.Count);
    }

    private async Task<string> TokenAsync() =>
        (await _provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask().WaitAsync(ZerobusRig.Patience))[0].Value;

    // Fails unless the token is there without any wait.
    private string TokenNow()
    {
        var asking = _provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask();
        Assert.True(asking.IsCompletedSuccessfully);
        return asking.GetAwaiter().GetResult()[0].Value;
    }
}
