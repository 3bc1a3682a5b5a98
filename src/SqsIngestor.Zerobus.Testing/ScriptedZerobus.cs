using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SqsIngestor.Zerobus.Testing;

/// <summary>
/// A Zerobus service on a loopback port that runs a script for each connection, for tests and to rehearse faults. It keeps
/// received and durable records in memory.
/// </summary>
public sealed class ScriptedZerobus : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedZerobus(WebApplication app, ScriptedState state)
    {
        _app = app;
        State = state;
        Endpoint = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>Where to connect: <c>http://127.0.0.1:port</c>, or https when a certificate was given.</summary>
    public Uri Endpoint { get; }

    /// <summary>The record of everything so far.</summary>
    public ScriptedState State { get; }

    /// <summary>Starts a server that runs the script for each connection.</summary>
    /// <param name="script">The script of a connection; null for a well-behaved one (<see cref="Scripts.WellBehaved"/>).</param>
    /// <param name="certificate">Serves TLS with it; null serves clear-text HTTP/2.</param>
    /// <param name="port">The loopback port; 0 takes a free one.</param>
    /// <param name="mostCalls">How many calls one HTTP/2 connection may carry at once. Default 100.</param>
    public static async Task<ScriptedZerobus> StartAsync(
        Func<ScriptedConnection, Task>? script = null, X509Certificate2? certificate = null, int port = 0, int mostCalls = 100)
    {
        var state = new ScriptedState(script ?? Scripts.WellBehaved);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(state);
        builder.Services.AddGrpc(static options => options.MaxReceiveMessageSize = 10 * 1024 * 1024);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.Http2.MaxStreamsPerConnection = mostCalls;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
        });

        var app = builder.Build();
        app.MapGrpcService<ScriptedService>();
        await app.StartAsync().ConfigureAwait(false);
        return new ScriptedZerobus(app, state);
    }

    /// <summary>Ends every connection and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        State.Stop();
        using var timeout = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(timeout.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }
}
