using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SqsIngestor.Emulator.Hosting;
using SqsIngestor.Lambda.Runtime;

namespace SqsIngestor.Lambda.Tests.Runtime;

/// <summary>A Runtime API that answers what the test says, and remembers what it was sent.</summary>
internal sealed class ScriptedRuntimeApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedRuntimeApi(WebApplication app)
    {
        _app = app;
        Api = new RuntimeApi(Address);
    }

    /// <summary>For the clients under test.</summary>
    public RuntimeApi Api { get; }

    public string Address => LoopbackServer.Addresses(_app)[0].Authority;

    public ConcurrentQueue<RuntimeCall> Calls { get; } = new();

    public static async Task<ScriptedRuntimeApi> StartAsync(Func<HttpContext, Task> answer)
    {
        var app = LoopbackServer.Create(null, new LoopbackPort(HttpProtocols.Http1)).Build();
        ScriptedRuntimeApi? api = null;
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var headers = context.Request.Headers.ToDictionary(
                static h => h.Key, static h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            api!.Calls.Enqueue(new RuntimeCall($"{context.Request.Method} {context.Request.Path}", headers, body.ToArray()));
            await answer(context);
        });
        await app.StartAsync();
        return api = new ScriptedRuntimeApi(app);
    }

    /// <summary>Answers everything with one status.</summary>
    public static Task<ScriptedRuntimeApi> StartAsync(int status) => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>A request that the API received.</summary>
internal sealed record RuntimeCall(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body);
