using System.Net;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Zerobus.Tests.Internal.Authentication;

/// <summary>How the client of the token endpoint reaches it.</summary>
public sealed class TokenConnectionTests
{
    private const string Token = """{"access_token":"t","expires_in":3600}""";

    [Fact]
    public async Task GetHeadersAsync_AnAddressOfTheWorkspaceIsDead_TheOtherIsUsed()
    {
        await using var workspace = CannedServer.Answering(200, Token);
        using var dead = new SwallowingListener(IPAddress.Parse("127.0.0.2"), workspace.Port);
        using var provider = Provider(new Uri($"http://workspace.test:{workspace.Port}"), options => options with
        {
            Resolver = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback]),
        });

        var headers = await provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask().WaitAsync(ZerobusRig.Patience);

        Assert.Equal("Bearer t", headers.Single().Value);
        Assert.Equal(["POST /oidc/v1/token HTTP/1.1"], workspace.Requests);
    }

    [Theory]
    [InlineData("https_proxy")]
    [InlineData("HTTPS_PROXY")]
    [InlineData("ALL_PROXY")]
    public async Task GetHeadersAsync_AProxyInTheEnvironment_IsUsedAndNamed(string variable)
    {
        await using var proxy = CannedServer.Proxy();
        using var provider = Provider(
            new Uri("https://workspace.test"), options => options with { Variables = Only(variable, proxy.Url.ToString()) });

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask().WaitAsync(ZerobusRig.Patience));

        Assert.Equal(["CONNECT workspace.test:443 HTTP/1.1"], proxy.Requests);
        Assert.Equal(ZerobusErrorCode.TokenUnavailable, error.Code);
        Assert.Contains($"through the proxy of {variable}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http_proxy")]
    [InlineData("ALL_PROXY")]
    public async Task GetHeadersAsync_Loopback_NeverGoesThroughAProxy(string variable)
    {
        await using var proxy = CannedServer.Proxy();
        await using var workspace = CannedServer.Answering(200, Token);
        using var provider = Provider(
            workspace.Url, options => options with { Variables = Only(variable, proxy.Url.ToString()) });

        await provider.GetHeadersAsync(ZerobusRig.Table, default).AsTask().WaitAsync(ZerobusRig.Patience);

        Assert.Empty(proxy.Requests);
        Assert.Single(workspace.Requests);
    }

    [Fact]
    public void Provider_UnusableProxy_IsAnErrorThatNamesTheVariable()
    {
        var error = Assert.Throws<ZerobusException>(() => Provider(
            new Uri("https://workspace.test"),
            static options => options with { Variables = Only("HTTPS_PROXY", "socks5://user:hunter2@x:1") }));

        Assert.Equal(ZerobusErrorCode.ProxyInvalid, error.Code);
        Assert.Contains("HTTPS_PROXY", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    private static Func<string, string?> Only(string variable, string value) => name => name == variable ? value : null;

    private static OAuthTokenProvider Provider(Uri workspace, Func<OAuthOptions, OAuthOptions> tune) => new(
        tune(new OAuthOptions
        {
            WorkspaceUrl = workspace,
            ClientId = "client",
            ClientSecret = "secret",
            WorkspaceId = "1",
            Attempts = 1,
        }),
        clock: new PatientClock());
}
