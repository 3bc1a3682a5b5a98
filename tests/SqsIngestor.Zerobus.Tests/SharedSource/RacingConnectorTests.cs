using System.Net;
using System.Net.Sockets;
using CsCheck;
using SqsIngestor.Shared;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Zerobus.Tests.SharedSource;

public sealed class RacingConnectorTests : IDisposable
{
    private static readonly IPAddress Dead = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress Refusing = IPAddress.Parse("127.0.0.3");

    private readonly TcpListener _alive = new(IPAddress.Loopback, 0);
    private readonly SwallowingListener _dead;
    private readonly QuietClock _clock = new();
    private readonly List<Socket> _created = [];

    public RacingConnectorTests()
    {
        _alive.Start();
        _dead = new SwallowingListener(Dead, Port);
    }

    private int Port => ((IPEndPoint)_alive.LocalEndpoint).Port;

    public void Dispose()
    {
        _alive.Dispose();
        _dead.Dispose();
    }

    [Fact]
    public async Task Connect_FirstAddressIsDead_TriesTheNextAfterTheDelay()
    {
        var connecting = ConnectAsync([Dead, IPAddress.Loopback]);
        await Eventually.HoldsAsync(() => _created.Count == 1);
        _clock.Advance(RacingConnector.AttemptDelay - TimeSpan.FromMilliseconds(1));
        Assert.Single(_created);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        using var socket = await connecting.WaitAsync(Eventually.Patience);

        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)socket.RemoteEndPoint!).Address);
        await Eventually.HoldsAsync(() => _created[0].SafeHandle.IsClosed);
    }

    [Fact]
    public async Task Connect_FirstAddressRefuses_TriesTheNextAtOnce()
    {
        using var socket = await ConnectAsync([Refusing, Refusing, IPAddress.Loopback]).WaitAsync(Eventually.Patience);

        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)socket.RemoteEndPoint!).Address);
        Assert.Equal(3, _created.Count);
    }

    [Fact]
    public async Task Connect_AllRefuse_ThrowsAtOnce()
    {
        var error = await Assert.ThrowsAsync<SocketException>(
            () => ConnectAsync([Refusing, Refusing]).WaitAsync(Eventually.Patience));

        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
        Assert.All(_created, static s => Assert.True(s.SafeHandle.IsClosed));
    }

    [Fact]
    public async Task Connect_NoAddress_Throws() => Assert.Equal(
        SocketError.HostNotFound, (await Assert.ThrowsAsync<SocketException>(() => ConnectAsync([]))).SocketErrorCode);

    [Fact]
    public async Task Connect_Cancelled_ClosesEveryAttempt()
    {
        using var cancellation = new CancellationTokenSource();
        var connecting = ConnectAsync([Dead, Dead], cancellation.Token);
        await Eventually.HoldsAsync(() => _created.Count == 1);
        _clock.Advance(RacingConnector.AttemptDelay);
        await Eventually.HoldsAsync(() => _created.Count == 2);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(Eventually.Patience));
        await Eventually.HoldsAsync(() => _created.TrueForAll(static s => s.SafeHandle.IsClosed));
    }

    [Fact]
    public async Task Connect_SocketsDisposedByTheirOwner_EndsAtOnce()
    {
        var disposed = false;
        var connector = new RacingConnector((_, _) => Task.FromResult<IPAddress[]>([Dead, Dead, Dead]), _clock);
        var connecting = connector.ConnectAsync(
            new DnsEndPoint("service.test", Port),
            socket =>
            {
                ObjectDisposedException.ThrowIf(disposed, this);
                _created.Add(socket);
            },
            CancellationToken.None);
        await Eventually.HoldsAsync(() => _created.Count == 1);
        disposed = true;
        _created[0].Dispose();

        await Assert.ThrowsAnyAsync<Exception>(() => connecting.WaitAsync(Eventually.Patience));
        Assert.True(connecting.IsFaulted);
    }

    [Fact]
    public async Task Connect_AddressAsText_AsksNoResolver()
    {
        var connector = new RacingConnector(static (_, _) => throw new InvalidOperationException("asked"), _clock);

        using var socket = await connector.ConnectAsync(new DnsEndPoint("127.0.0.1", Port), null, CancellationToken.None);

        Assert.True(socket.Connected);
    }

    [Fact]
    public void Interleave_AnyAddresses_KeepsAllAndAlternatesWhileItCan() =>
        Gen.Int[0, 255].Select(static i => (i % 2 == 0 ? "::" : "10.0.0.") + i).Array[0, 12].Sample(static texts =>
        {
            var addresses = texts.Select(IPAddress.Parse).ToArray();
            var mixed = RacingConnector.Interleave(addresses);
            Assert.Equal(addresses.OrderBy(static a => a.ToString()), mixed.OrderBy(static a => a.ToString()));
            if (mixed.Length > 0)
                Assert.Equal(addresses[0], mixed[0]);
            var families = addresses.GroupBy(static a => a.AddressFamily).Select(static g => g.Count()).ToArray();
            var pairs = families.Length == 2 ? families.Min() : 0;
            for (var i = 1; i < 2 * pairs; i++)
                Assert.NotEqual(mixed[i - 1].AddressFamily, mixed[i].AddressFamily);
        });

    private Task<Socket> ConnectAsync(IPAddress[] addresses, CancellationToken cancellationToken = default) =>
        new RacingConnector((_, _) => Task.FromResult(addresses), _clock)
            .ConnectAsync(new DnsEndPoint("service.test", Port), _created.Add, cancellationToken);
}
