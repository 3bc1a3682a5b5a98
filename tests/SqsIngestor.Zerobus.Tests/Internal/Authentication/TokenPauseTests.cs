using System.Net;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests.Authentication;

/// <summary>What happens when the token endpoint asks for a pause (Retry-After), or fails without end.</summary>
public sealed class TokenPauseTests : IDisposable
{
    private static readonly ZerobusTableName Other = ZerobusTableName.Parse("main.ingest.other");

    private readonly SteppedClock _clock = new();
    private readonly StubTokenEndpoint _endpoint = new();
    private readonly OAuthTokenProvider _provider;

    public TokenPauseTests() => _provider = Provider(TimeSpan.Zero);

    public void Dispose() => _provider.Dispose();

    [Fact]
    public async Task GetHeadersAsync_RetryAfterThatFits_IsWaitedForByEveryTable()
    {
        _endpoint.Statuses.Add(HttpStatusCode.TooManyRequests);
        _endpoint.RetryAfter = TimeSpan.FromSeconds(3);
        var first = _provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask();
        await _clock.WhenWaitingAsync(TimeSpan.FromSeconds(3));
        _clock.Advance(TimeSpan.FromSeconds(1));
        var other = _provider.GetHeadersAsync(Other, default).AsTask();
        await _clock.WhenWaitingAsync(TimeSpan.FromSeconds(2));

        _clock.Advance(TimeSpan.FromSeconds(1.999));
        Assert.Single(_endpoint.Requests);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        await Task.WhenAll(first, other).WaitAsync(ZerobusRig.Patience);
        Assert.Equal(3, _endpoint.Requests.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task GetHeadersAsync_RetryAfterThatDoesNotFit_FailsAtOnceAndSendsNothingBeforeTheTime(HttpStatusCode status)
    {
        _endpoint.Statuses.Add(status);
        _endpoint.RetryAfter = TimeSpan.FromSeconds(60);

        var error = await FailureAsync(ZerobusRig.Table);

        Assert.True(error.IsRetryable);
        Assert.Equal(TimeSpan.FromSeconds(60), error.RetryAfter);
        Assert.Contains($"answered {(int)status} and asks for no request for 60 s", error.Message, StringComparison.Ordinal);
        Assert.Single(_endpoint.Requests);

        _clock.Advance(TimeSpan.FromSeconds(12));
        foreach (var table in (ZerobusTableName[])[ZerobusRig.Table, Other, ZerobusRig.Table])
        {
            var later = await FailureAsync(table);
            Assert.Equal((ZerobusErrorCode.TokenUnavailable, TimeSpan.FromSeconds(48)), (later.Code, later.RetryAfter));
            Assert.Contains("asks for no request for 48 s", later.Message, StringComparison.Ordinal);
        }

        var workspace = await Assert.ThrowsAsync<ZerobusException>(() => _provider.GetWorkspaceTokenAsync(default).AsTask());
        Assert.Equal(TimeSpan.FromSeconds(48), workspace.RetryAfter);
        Assert.Single(_endpoint.Requests);

        _clock.Advance(TimeSpan.FromSeconds(48));
        Assert.Single(await _provider.GetHeadersAsync(Other, default));
        Assert.Equal(2, _endpoint.Requests.Count);
    }

    [Fact]
    public async Task GetHeadersAsync_RetryAfterOfAYear_IsAnHour()
    {
        _endpoint.Statuses.Add(HttpStatusCode.TooManyRequests);
        _endpoint.RetryAfter = TimeSpan.FromDays(365);

        Assert.Equal(TimeSpan.FromHours(1), (await FailureAsync(ZerobusRig.Table)).RetryAfter);

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Single(await _provider.GetHeadersAsync(ZerobusRig.Table, default));
    }

    [Fact]
    public async Task GetHeadersAsync_PauseWhileATokenIsValid_TheTokenServes()
    {
        _endpoint.ExpiresIn = "3600";
        await _provider.GetHeadersAsync(ZerobusRig.Table, default);
        _clock.Advance(TimeSpan.FromSeconds(3400));
        _endpoint.Statuses.Add(HttpStatusCode.TooManyRequests);
        _endpoint.RetryAfter = TimeSpan.FromSeconds(100);

        for (var second = 0; second < 100; second += 10)
        {
            Assert.Equal("Bearer token-1", (await _provider.GetHeadersAsync(ZerobusRig.Table, default))[0].Value);
            await Eventually.HoldsAsync(() => _endpoint.Requests.Count == 2);
            _clock.Advance(TimeSpan.FromSeconds(9));
        }

        Assert.Equal(2, _endpoint.Requests.Count);
    }

    [Fact]
    public async Task Open_RetryAfterOfAMinute_IsOneRequestAndFailsAtOnce()
    {
        _endpoint.Statuses.AddRange(Enumerable.Repeat(HttpStatusCode.TooManyRequests, 20));
        _endpoint.RetryAfter = TimeSpan.FromSeconds(60);
        await using var rig = await ZerobusRig.StartAsync(headers: _provider);

        var error = await Assert.ThrowsAsync<ZerobusException>(() => rig.OpenAsync().WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.TokenUnavailable, error.Code);
        Assert.Contains("asks for no request for 60 s", error.Message, StringComparison.Ordinal);
        Assert.Single(_endpoint.Requests);
    }

    [Fact]
    public async Task GetHeadersAsync_FailsWithoutEnd_PausesBetweenCallsGrowToo()
    {
        var clock = new DueClock();
        using var provider = Provider(TimeSpan.FromMilliseconds(250), clock);
        _endpoint.Statuses.AddRange(Enumerable.Repeat(HttpStatusCode.BadGateway, 100));
        var waited = TimeSpan.Zero;

        for (var call = 0; call < 5; call++)
        {
            var asking = provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask();
            waited += await clock.RunUntilAsync(asking, longest: TimeSpan.FromSeconds(5));
            await Assert.ThrowsAsync<ZerobusException>(() => asking);
        }

        Assert.Equal(15, _endpoint.Requests.Count);
        Assert.True(waited > TimeSpan.FromSeconds(8), $"{waited}");
    }

    private OAuthTokenProvider Provider(TimeSpan backoff, TimeProvider? clock = null) => new(
        new OAuthOptions
        {
            WorkspaceUrl = new Uri("https://dbc-1.cloud.databricks.com"),
            ClientId = "client",
            ClientSecret = "secret",
            WorkspaceId = "123",
            BackoffInitial = backoff,
        },
        _endpoint, clock: clock ?? _clock);

    private Task<ZerobusException> FailureAsync(ZerobusTableName table) => Assert.ThrowsAsync<ZerobusException>(
        () => _provider.GetHeadersAsync(table, default).AsTask().WaitAsync(ZerobusRig.Patience));
}
