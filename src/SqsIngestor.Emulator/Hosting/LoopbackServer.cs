using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SqsIngestor.Emulator.Hosting;

/// <summary>Kestrel on ports of 127.0.0.1, without settings from files or the environment.</summary>
internal static class LoopbackServer
{
    /// <summary>Prepares a server with these ports, in this order.</summary>
    public static WebApplicationBuilder Create(ILoggerFactory? loggerFactory, params LoopbackPort[] ports)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Batches of 10 MiB and invocation payloads have their own limits.
            kestrel.Limits.MaxRequestBodySize = null;
            foreach (var port in ports) kestrel.Listen(IPAddress.Loopback, port.Port, listen => Configure(listen, port));
        });
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.AddSingleton(loggerFactory ?? NullLoggerFactory.Instance);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        return builder;
    }

    /// <summary>Where the started server listens, in the order of the ports.</summary>
    public static IReadOnlyList<Uri> Addresses(WebApplication app)
    {
        var feature = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        return [.. feature.Addresses.Select(address => new Uri(address))];
    }

    private static void Configure(ListenOptions listen, LoopbackPort port)
    {
        listen.Protocols = port.Protocols;
        if (port.Outer is { } outer) listen.Use(outer);
        if (port.Certificate is { } certificate) listen.UseHttps(certificate);
        if (port.Inner is { } inner) listen.Use(inner);
    }
}

/// <summary>A port of 127.0.0.1 to listen on.</summary>
/// <param name="Protocols">The versions of HTTP.</param>
/// <param name="Port">The port; 0 for any free one.</param>
/// <param name="Certificate">The server's certificate for TLS; null for clear text.</param>
internal readonly record struct LoopbackPort(HttpProtocols Protocols, int Port = 0, X509Certificate2? Certificate = null)
{
    /// <summary>A step between a connection and TLS; null for none.</summary>
    public Func<ConnectionDelegate, ConnectionDelegate>? Outer { get; init; }

    /// <summary>A step between TLS and HTTP; null for none.</summary>
    public Func<ConnectionDelegate, ConnectionDelegate>? Inner { get; init; }
}

/// <summary>Leaves Ctrl-C and SIGTERM to the program around the server.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
