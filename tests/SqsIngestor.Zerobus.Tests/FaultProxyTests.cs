using System.Net;
using System.Net.Sockets;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>The faults of the proxy, as a client sees them.</summary>
public sealed class FaultProxyTests
{
    [Fact]
    public async Task Hold_ThenRelease_WhatWasWrittenMeanwhileArrives()
    {
        await using var proxied = await ProxiedRig.StartAsync();
        var stream = await proxied.Rig.Client.OpenStreamAsync(ZerobusRig.Proto);
        proxied.Proxy.Hold();

        await stream.WriteAsync(new byte[] { 1 });
        var flush = stream.FlushAsync();
        Assert.False(flush.IsCompleted);
        proxied.Proxy.Release();

        await flush.WaitAsync(ZerobusRig.Patience);
        Assert.Single(proxied.Rig.Durable);
        Assert.Equal(1, proxied.Proxy.Accepted);
    }

    [Fact]
    public async Task Reset_OfOnePort_LeavesTheOtherConnections()
    {
        var ports = new List<int>();
        await using var server = await ScriptedZerobus.StartAsync(Scripts.WellBehaved);
        await using var proxy = new FaultProxy(
            new(IPAddress.Loopback, server.Endpoint.Port), onConnected: port =>
            {
                lock (ports)
                    ports.Add(port);
            });
        using var first = new TcpClient();
        using var second = new TcpClient();
        await first.ConnectAsync(proxy.Address);
        await Eventually.HoldsAsync(() => Count() == 1);
        await second.ConnectAsync(proxy.Address);
        await Eventually.HoldsAsync(() => Count() == 2);

        proxy.Reset(ports[0]);

        await Eventually.HoldsAsync(() => proxy.Open == 1);
        Assert.False(second.Client.Poll(TimeSpan.Zero, SelectMode.SelectError));

        int Count()
        {
            lock (ports)
                return ports.Count;
        }
    }
}
