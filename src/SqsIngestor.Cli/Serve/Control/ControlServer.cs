using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SqsIngestor.Cli.Serve.Discovery;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Hosting;
using SqsIngestor.Emulator.Tables;

namespace SqsIngestor.Cli.Serve.Control;

/// <summary>What the other commands ask: HTTP on a free port of 127.0.0.1, for those who know the token.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ControlServer(WebApplication app, string token)
    {
        _app = app;
        Info = new ControlInfo(LoopbackServer.Addresses(app)[0], token);
    }

    public ControlInfo Info { get; }

    /// <param name="databricks">Whose tables are asked.</param>
    /// <param name="function">The queue and the function; null without.</param>
    /// <param name="stopping">Ends answers that wait.</param>
    public static async Task<ControlServer> StartAsync(LocalDatabricks databricks, ServedFunction? function, CancellationToken stopping)
    {
        var token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var app = LoopbackServer.Create(loggerFactory: null, new LoopbackPort(HttpProtocols.Http1)).Build();
        app.Use((context, next) => Allowed(context.Request, token) ? next(context) : RefuseAsync(context));
        app.MapPost("/query", (HttpRequest request) => AnswerAsync(async () => QueryEndpoint.Run(databricks.Tables, await ReadAsync<QueryRequest>(request))));
        if (function is not null)
        {
            app.MapGet("/queue", () => AnswerAsync(() => Task.FromResult(function.Describe())));
            app.MapPost("/messages", (HttpContext context) => new SendEndpoint(function, stopping).HandleAsync(context));
            app.MapPost("/invocations", (HttpRequest request) => AnswerAsync(() => function.InvokeAsync(request, stopping)));
        }

        app.MapFallback(() => Fail("function_not_served", "this server runs without a function (--no-function), so it has no queue."));
        await app.StartAsync(CancellationToken.None);
        return new ControlServer(app, token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Reads a request's body.</summary>
    internal static async Task<T> ReadAsync<T>(HttpRequest request) =>
        await request.ReadFromJsonAsync<T>(ControlJson.Options, request.HttpContext.RequestAborted) ?? throw new InvalidOperationException("the body is null");

    internal static IResult Fail(string code, string message) => Results.Json(new ControlError(code, $"{code}: {message}"), ControlJson.Options, statusCode: StatusCodes.Status400BadRequest);

    private static async Task<IResult> AnswerAsync<T>(Func<Task<T>> answer)
    {
        try
        {
            return Results.Json(await answer(), ControlJson.Options);
        }
        catch (TableStoreException e)
        {
            return Results.Json(new ControlError(e.Code, e.Message), ControlJson.Options, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private static bool Allowed(HttpRequest request, string token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes($"Bearer {token}"));

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return context.Response.WriteAsJsonAsync(new ControlError("server_token", "server_token: the token is not that of the running server; its ready file is an old one."), ControlJson.Options);
    }
}
