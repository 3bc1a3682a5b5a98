using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Zerobus.Testing.Tests;

/// <summary>The faults of the proxy, as a client sees them.</summary>
public sealed class FaultProxyTests
{
    [Fact]
    public async Task Hold_ThenRelease_OnlyWhatWasWrittenToConnectionsThatExistedArrivesLater()
    {
        FaultProxy? created = null;
        await using var rig = await ZerobusRig.StartAsync(through: endpoint =>
        {
            created = new FaultProxy(new IPEndPoint(IPAddress.Loopback, endpoint.Port));
            return new Uri($"http://{created.Address}");
        });
        await using var proxy = created!;
        var held = await rig.OpenAsync();
        proxy.Hold();

        await held.WriteAsync(ZerobusRig.Record(1));
        var passing = await rig.OpenAsync();
        await passing.WriteAsync(ZerobusRig.Record(2));
        await passing.FlushAsync().WaitAsync(ZerobusRig.Patience);
        Assert.Equal(["record-2"], rig.Durable);
        proxy.Release();

        await held.FlushAsync().WaitAsync(ZerobusRig.Patience);
        Assert.Equal(["record-2", "record-1"], rig.Durable);
        Assert.Equal(2, proxy.Accepted);
    }

    [Fact]
    public async Task Reset_OfOnePort_LeavesTheOtherConnections()
    {
        using var target = new TcpListener(IPAddress.Loopback, 0);
        target.Start();
        var ports = Channel.CreateUnbounded<int>();
        await using var proxy = new FaultProxy(
            (IPEndPoint)target.LocalEndpoint, onConnected: port => ports.Writer.TryWrite(port));
        var (first, atFirst, port) = await ConnectAsync();
        var (second, atSecond, _) = await ConnectAsync();
        using var all = new Connections(first, atFirst, second, atSecond);
        var buffer = new byte[1];

        proxy.Reset(port);

        await Assert.ThrowsAsync<IOException>(() => first.GetStream().ReadAsync(buffer).AsTask().WaitAsync(Eventually.Patience));
        await second.GetStream().WriteAsync(new byte[] { 7 });
        Assert.Equal(1, await atSecond.GetStream().ReadAsync(buffer).AsTask().WaitAsync(Eventually.Patience));
        Assert.Equal(7, buffer[0]);
        await Eventually.HoldsAsync(() => proxy.Open == 1);

        async Task<(TcpClient Client, TcpClient AtTarget, int Port)> ConnectAsync()
        {
            var client = new TcpClient();
            await client.ConnectAsync(proxy.Address).WaitAsync(Eventually.Patience);
            return (
                client, await target.AcceptTcpClientAsync().WaitAsync(Eventually.Patience),
                await ports.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Patience));
        }
    }

    private sealed class Connections(params TcpClient[] clients) : IDisposable
    {
        public void Dispose()
        {
            foreach (var client in clients) client.Dispose();
        }
    }
}
