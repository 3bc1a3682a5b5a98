using System.Net;
using System.Net.Sockets;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests.Internal.Connections;

public sealed class ReachingTests
{
    [Fact]
    public async Task Open_CustomAuthority_IsTrusted()
    {
        using var authority = new TestAuthority();
        await using var server = await ScriptedZerobus.StartAsync(certificate: authority.Certificate);
        await using var client = Client(server.Endpoint, o => o with { CertificateAuthorityFile = authority.File });

        var stream = await client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience);
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.CloseAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Single(server.State.Durable);
    }

    [Fact]
    public async Task Open_UnknownAuthority_IsAConnectionFailureWithAdvice()
    {
        using var authority = new TestAuthority();
        await using var server = await ScriptedZerobus.StartAsync(certificate: authority.Certificate);
        await using var client = Client(server.Endpoint);

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.ConnectionFailed, error.Code);
        Assert.Contains("certificates", error.Action, StringComparison.Ordinal);
        Assert.Empty(server.State.Connections);
    }

    [Theory]
    [InlineData("no such file")]
    [InlineData("no certificate in it")]
    public async Task Client_UnusableAuthorityFile_IsRefused(string content)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, content);
            var path = content == "no such file" ? file + ".missing" : file;
            var error = Assert.Throws<ZerobusException>(
                () => Client(new Uri("https://localhost"), o => o with { CertificateAuthorityFile = path }));
            Assert.Equal(ZerobusErrorCode.CertificatesInvalid, error.Code);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Open_ThroughAProxy_TunnelsAndAuthenticates(bool withPassword, bool withTls)
    {
        using var authority = new TestAuthority();
        await using var server = await ScriptedZerobus.StartAsync(certificate: authority.Certificate);
        var certificate = withTls ? authority.Certificate : null;
        await using var proxy = withPassword
            ? new ConnectProxy("user", "pass word", certificate) : new ConnectProxy(certificate: certificate);
        var url = withPassword ? new UriBuilder(proxy.Url) { UserName = "user", Password = "pass%20word" }.Uri : proxy.Url;
        await using var client = Client(server.Endpoint, o => o with { CertificateAuthorityFile = authority.File, Proxy = url });

        var stream = await client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience);
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.CloseAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Single(server.State.Durable);
        Assert.All(
            proxy.Requests, r => Assert.StartsWith($"CONNECT 127.0.0.1:{server.Endpoint.Port}", r, StringComparison.Ordinal));
        Assert.NotEmpty(proxy.Requests);
        // The proxy sets up a tunnel; what the call says of its caller is for the service.
        Assert.All(proxy.Heads, static h => Assert.DoesNotContain(ZerobusRig.Token, h, StringComparison.Ordinal));
        Assert.All(proxy.Heads, static h => Assert.DoesNotContain("databricks", h, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("user:hunter2@", false)]
    [InlineData("", true)]
    [InlineData("user:hunter2@", true)]
    public async Task Open_ProxyRefusesTheTunnel_NamesTheStatusAndNotTheProxy(string login, bool withTls)
    {
        using var authority = new TestAuthority();
        await using var proxy = new ConnectProxy("user", "another", withTls ? authority.Certificate : null);
        var url = new Uri($"{proxy.Url.Scheme}://{login}127.0.0.1:{proxy.Url.Port}");
        await using var client = Client(
            new Uri("https://zerobus.test"), o => o with { CertificateAuthorityFile = authority.File, Proxy = url });

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.ConnectionFailed, error.Code);
        Assert.True(error.IsRetryable);
        Assert.Contains("option Proxy", error.Message, StringComparison.Ordinal);
        Assert.Contains("HTTP 407", error.Message, StringComparison.Ordinal);
        Assert.Contains("user:password@", error.Action, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Client_ProxyOfAnotherKind_IsRefusedWithoutItsPassword()
    {
        var error = Assert.Throws<ZerobusException>(
            () => Client(new Uri("https://zerobus.test"), static o => o with { Proxy = new Uri("ftp://user:hunter2@proxy:1") }));

        Assert.Equal(ZerobusErrorCode.OptionsInvalid, error.Code);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ProxyCannotBeReached_NamesTheOptionAndNotTheProxy()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var client = Client(
            new Uri("https://zerobus.test"), o => o with { Proxy = new Uri($"http://user:hunter2@{closed.LocalEndPoint}") });

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.ConnectionFailed, error.Code);
        Assert.Contains("option Proxy", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ConnectionRefused_IsRetryableAndTriedAsOftenAsAllowed()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var client = Client(new Uri($"http://{closed.LocalEndPoint}"));

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.ConnectionFailed, error.Code);
        Assert.True(error.IsRetryable);
    }

    [Fact]
    public async Task Open_UnresolvableHost_IsAConnectionFailure()
    {
        // RFC 6761: .invalid never resolves.
        await using var client = Client(ZerobusEndpoint.Parse("123.zerobus.invalid"));

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.ConnectionFailed, error.Code);
    }

    [Fact]
    public async Task Open_OneOfTwoAddressesIsDead_TriesTheOtherAfterAQuarterOfASecond()
    {
        var clock = new SteppedClock();
        await using var server = await ScriptedZerobus.StartAsync();
        using var dead = new SwallowingListener(IPAddress.Parse("127.0.0.2"), server.Endpoint.Port);
        await using var client = Client(
            new Uri($"http://zerobus.test:{server.Endpoint.Port}"),
            o => o with
            {
                OpenAttempts = 1,
                Resolver = (_, _) => Task.FromResult<IPAddress[]>([dead.Address.Address, IPAddress.Loopback]),
            },
            clock);

        var opening = client.OpenStreamAsync(ZerobusRig.Proto);
        await clock.WhenWaitingAsync(TimeSpan.FromMilliseconds(250));
        clock.Advance(TimeSpan.FromMilliseconds(250));
        var stream = await opening.WaitAsync(ZerobusRig.Patience);
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.CloseAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Single(server.State.Durable);
    }

    [Fact]
    public async Task Dispose_WhileEveryAddressIsDead_EndsAtOnce()
    {
        using var dead = new SwallowingListener(IPAddress.Parse("127.0.0.2"), 0);
        await using var client = Client(
            new Uri($"http://zerobus.test:{dead.Address.Port}"),
            o => o with
            {
                OpenTimeout = TimeSpan.FromHours(1),
                Resolver = (_, _) => Task.FromResult<IPAddress[]>([dead.Address.Address, dead.Address.Address]),
            });

        using var cancellation = new CancellationTokenSource();
        var opening = client.OpenStreamAsync(ZerobusRig.Proto, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(ZerobusRig.Patience));
        client.Prepare();
        await client.DisposeAsync().AsTask().WaitAsync(ZerobusRig.Patience);
    }

    private static ZerobusClient Client(
        Uri endpoint, Func<ZerobusClientOptions, ZerobusClientOptions>? tune = null, TimeProvider? clock = null)
    {
        var options = new ZerobusClientOptions
        {
            Endpoint = endpoint,
            OpenAttempts = 2,
            BackoffInitial = TimeSpan.FromMilliseconds(1),
            UseEnvironmentProxy = false,
        };
        return new ZerobusClient(
            tune is null ? options : tune(options), new StaticHeadersProvider(ZerobusRig.Token), clock: clock);
    }
}
