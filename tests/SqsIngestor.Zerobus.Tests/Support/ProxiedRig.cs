using System.Net;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests.Support;

/// <summary>A rig whose client reaches the server through a proxy that can fail.</summary>
internal sealed record ProxiedRig(ZerobusRig Rig, FaultProxy Proxy) : IAsyncDisposable
{
    public static async Task<ProxiedRig> StartAsync(
        TimeProvider? clock = null, Func<ZerobusClientOptions, ZerobusClientOptions>? tune = null,
        Func<ScriptedConnection, Task>? script = null)
    {
        FaultProxy? proxy = null;
        var rig = await ZerobusRig.StartAsync(script, tune, clock: clock, through: endpoint =>
        {
            proxy = new FaultProxy(new IPEndPoint(IPAddress.Loopback, endpoint.Port));
            return new Uri($"http://{proxy.Address}");
        });
        return new ProxiedRig(rig, proxy!);
    }

    public async ValueTask DisposeAsync()
    {
        await Rig.DisposeAsync();
        await Proxy.DisposeAsync();
    }
}
