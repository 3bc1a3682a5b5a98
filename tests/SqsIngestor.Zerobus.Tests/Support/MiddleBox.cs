using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SqsIngestor.Zerobus.Tests.Support;

/// <summary>Speaks HTTP/2 where a client expects the service, and answers every request alike.</summary>
internal sealed class MiddleBox : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private MiddleBox(WebApplication app) => _app = app;

    public Uri Endpoint =>
        new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public int Requests => Volatile.Read(ref _requests);

    public static async Task<MiddleBox> StartAsync(Func<HttpResponse, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2));
        var box = new MiddleBox(builder.Build());
        box._app.Run(context =>
        {
            Interlocked.Increment(ref box._requests);
            return answer(context.Response);
        });
        await box._app.StartAsync();
        return box;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
