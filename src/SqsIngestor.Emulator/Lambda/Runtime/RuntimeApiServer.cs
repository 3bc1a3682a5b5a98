using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SqsIngestor.Emulator.Hosting;

namespace SqsIngestor.Emulator.Lambda.Runtime;

/// <summary>The Runtime API for one process, on a free port of 127.0.0.1.</summary>
internal sealed class RuntimeApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RuntimeApiServer(WebApplication app, RuntimeState state)
    {
        _app = app;
        State = state;
        Address = LoopbackServer.Addresses(app)[0];
    }

    /// <summary>Where it listens. AWS_LAMBDA_RUNTIME_API is its authority.</summary>
    public Uri Address { get; }

    public RuntimeState State { get; }

    public static async Task<RuntimeApiServer> StartAsync(LocalLambdaOptions options, CancellationToken cancellationToken)
    {
        var state = new RuntimeState();
        var app = LoopbackServer.Create(options.LoggerFactory, new LoopbackPort(HttpProtocols.Http1)).Build();
        new RuntimeEndpoints(state, options.FunctionArn).Map(app);
        new ExtensionEndpoints(state, options).Map(app);
        await app.StartAsync(cancellationToken);
        return new RuntimeApiServer(app, state);
    }

    public async ValueTask DisposeAsync()
    {
        // A waiting poller is cut off, as in a sandbox.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
