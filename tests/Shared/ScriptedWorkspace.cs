using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SqsIngestor.Emulator.Hosting;

namespace SqsIngestor.Tests.Shared;

/// <summary>
/// A workspace on a loopback port that gives the answers of a script, one after the other, and the last one for ever.
/// </summary>
internal sealed class ScriptedWorkspace : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedWorkspace(WebApplication app) => (_app, Url) = (app, LoopbackServer.Addresses(app)[0]);

    public Uri Url { get; }

    /// <summary>Of each request for a table: the path as it came, and the token.</summary>
    public ConcurrentQueue<(string Path, string Token)> Requests { get; } = new();

    public int TokensGiven { get; private set; }

    public static async Task<ScriptedWorkspace> StartAsync(params Answer[] script)
    {
        var app = LoopbackServer.Create(null, new LoopbackPort(HttpProtocols.Http1)).Build();
        ScriptedWorkspace? workspace = null;
        var next = -1;
        app.MapPost(
            "/oidc/v1/token",
            () =>
            Results.Text($$"""{"access_token":"token-{{++workspace!.TokensGiven}}","expires_in":3600}""", "application/json"));
        app.MapGet("/{**path}", (HttpRequest request) =>
        {
            var raw = request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
            workspace!.Requests.Enqueue((raw, request.Headers.Authorization.ToString()));
            var answer = script[Math.Min(Interlocked.Increment(ref next), script.Length - 1)];
            if (answer.RetryAfter is { } after) request.HttpContext.Response.Headers.RetryAfter = after;
            return Results.Text(answer.Body, answer.MediaType, statusCode: answer.Status);
        });
        await app.StartAsync();
        return workspace = new ScriptedWorkspace(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    internal sealed record Answer(int Status, string Body, string MediaType = "application/json", string? RetryAfter = null)
    {
        /// <summary>The table main.sales.orders with these columns, as the catalog gives it.</summary>
        public static Answer Table(
            string columns = """{"name":"id","type_text":"bigint","position":0}""", string type = "MANAGED",
            string format = "DELTA") =>
            new(
                200,
                $$"""{"full_name":"main.sales.orders","table_type":"{{type}}","data_source_format":"{{format}}","columns":"""
                    + $$"""[{{columns}}]}""");
    }
}
