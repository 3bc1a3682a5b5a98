using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>A connection that is begun before there is a stream for it.</summary>
public sealed class PrepareTests
{
    [Fact]
    public async Task Prepare_ThenOpen_UsesTheConnectionThatWaits()
    {
        await using var proxied = await ProxiedRig.StartAsync();
        proxied.Rig.Client.Prepare();
        await Eventually.HoldsAsync(() => proxied.Proxy.Accepted == 1);
        Assert.Empty(proxied.Rig.Server.State.Connections);

        await DeliverAsync(proxied.Rig, "stream-0");

        Assert.Equal(1, proxied.Proxy.Accepted);
        var connection = Assert.Single(proxied.Rig.Server.State.Connections);
        Assert.Equal("Bearer " + ZerobusRig.Token, connection.Headers["authorization"]);
        Assert.Equal("main.ingest.orders", connection.Headers["x-databricks-zerobus-table-name"]);
    }

    [Fact]
    public async Task Prepare_Twice_BeginsOneConnection_AndTheSecondStreamHasItsOwn()
    {
        await using var proxied = await ProxiedRig.StartAsync();
        proxied.Rig.Client.Prepare();
        proxied.Rig.Client.Prepare();

        await DeliverAsync(proxied.Rig, "stream-0");
        Assert.Equal(1, proxied.Proxy.Accepted);
        await DeliverAsync(proxied.Rig, "stream-1");
        Assert.Equal(2, proxied.Proxy.Accepted);
    }

    [Fact]
    public async Task Prepare_OverTls_ShakesHandsAndSaysNothingMore()
    {
        using var authority = new TestAuthority();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var client = new ZerobusClient(
            new ZerobusClientOptions
            {
                Endpoint = new Uri($"https://{listener.LocalEndpoint}"),
                CertificateAuthorityFile = authority.File,
                UseEnvironmentProxy = false,
            },
            new LateHeaders());
        client.Prepare();

        using var accepted = await listener.AcceptTcpClientAsync().WaitAsync(ZerobusRig.Patience);
        await using var tls = new SslStream(accepted.GetStream());
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = authority.Certificate,
            ApplicationProtocols = [SslApplicationProtocol.Http2],
        }).WaitAsync(ZerobusRig.Patience);
        var reading = tls.ReadAsync(new byte[1]).AsTask();
        await client.DisposeAsync();

        Assert.Equal(SslApplicationProtocol.Http2, tls.NegotiatedApplicationProtocol);
        // The end of the connection is the first thing that comes, as an end or, with TLS's tickets unread, as a reset.
        await Task.WhenAny(reading).WaitAsync(ZerobusRig.Patience);
        Assert.True(reading.IsFaulted || await reading == 0);
    }

    [Fact]
    public async Task Prepare_OverTls_TheStreamTakesTheConnectionWhenThereIsAToken()
    {
        using var authority = new TestAuthority();
        await using var server = await ScriptedZerobus.StartAsync(certificate: authority.Certificate);
        await using var proxy = new FaultProxy(new IPEndPoint(IPAddress.Loopback, server.Endpoint.Port));
        var headers = new LateHeaders();
        await using var client = new ZerobusClient(
            new ZerobusClientOptions
            {
                Endpoint = new Uri($"https://127.0.0.1:{proxy.Address.Port}"),
                CertificateAuthorityFile = authority.File,
                UseEnvironmentProxy = false,
            },
            headers);

        client.Prepare();
        var opening = client.OpenStreamAsync(ZerobusRig.Proto);
        await Eventually.HoldsAsync(() => proxy.Accepted == 1);
        Assert.Empty(server.State.Connections);
        headers.Give();

        Assert.Equal("stream-0", (await opening.WaitAsync(ZerobusRig.Patience)).StreamId);
        Assert.Equal(1, proxy.Accepted);
    }

    [Fact]
    public async Task Prepare_ConnectionThatWasReset_IsReplacedWithinTheOpen()
    {
        await using var proxied = await ProxiedRig.StartAsync();
        proxied.Rig.Client.Prepare();
        await Eventually.HoldsAsync(() => proxied.Proxy.Accepted == 1);
        proxied.Proxy.Reset();

        await DeliverAsync(proxied.Rig, "stream-0");

        Assert.Equal(2, proxied.Proxy.Accepted);
    }

    [Fact]
    public async Task Prepare_OlderThanTheOpenTimeout_IsNotUsed()
    {
        var clock = new QuietClock();
        await using var proxied = await ProxiedRig.StartAsync(clock);
        proxied.Rig.Client.Prepare();
        await Eventually.HoldsAsync(() => proxied.Proxy.Accepted == 1);
        // What nobody answers: used, it would cost the whole timeout.
        proxied.Proxy.Swallow();
        clock.Advance(TimeSpan.FromSeconds(15));

        await DeliverAsync(proxied.Rig, "stream-0");

        Assert.Equal(2, proxied.Proxy.Accepted);
    }

    [Fact]
    public async Task Prepare_EndpointThatIsNotThere_ShowsWhenAStreamIsOpened()
    {
        await using var client = new ZerobusClient(
            new ZerobusClientOptions
            {
                Endpoint = ZerobusEndpoint.Parse("123.zerobus.invalid"),
                OpenAttempts = 2,
                BackoffInitial = TimeSpan.FromMilliseconds(1),
            },
            new StaticHeadersProvider(ZerobusRig.Token));
        client.Prepare();

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.ConnectionFailed, error.Code);
    }

    [Fact]
    public async Task Dispose_ConnectionThatWaits_HangsUp()
    {
        await using var proxied = await ProxiedRig.StartAsync();
        proxied.Rig.Client.Prepare();
        await Eventually.HoldsAsync(() => proxied.Proxy.Accepted == 1);

        await proxied.Rig.Client.DisposeAsync();

        await Eventually.HoldsAsync(() => proxied.Proxy.Open == 0);
        Assert.Empty(proxied.Rig.Server.State.Connections);
    }

    private static async Task DeliverAsync(ZerobusRig rig, string streamId)
    {
        var stream = await rig.OpenAsync();
        Assert.Equal(streamId, stream.StreamId);
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.CloseAsync().WaitAsync(ZerobusRig.Patience);
    }

    /// <summary>A token that somebody has to wait for.</summary>
    private sealed class LateHeaders : IZerobusHeadersProvider
    {
        private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Give() => _given.SetResult();

        public async ValueTask<IReadOnlyList<KeyValuePair<string, string>>> GetHeadersAsync(
            ZerobusTableName table, CancellationToken cancellationToken)
        {
            await _given.Task.WaitAsync(cancellationToken);
            return [new("authorization", "Bearer " + ZerobusRig.Token)];
        }

        public void Invalidate(ZerobusTableName table)
        {
        }
    }
}
