using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Serve.Discovery;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Hosting;
using SqsIngestor.Emulator.Tables;
using SqsIngestor.Emulator.Tables.Queries;

namespace SqsIngestor.Cli.Serve.Control;

/// <summary>
/// Answers the requests of commands: HTTP on a free port of 127.0.0.1. Every request needs the token of the ready file.
/// </summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;

    private ControlServer(WebApplication app, CancellationTokenSource stopping, string token)
    {
        (_app, _stopping) = (app, stopping);
        Info = new ControlInfo(LoopbackServer.Addresses(app)[0], token);
    }

    /// <summary>The address for commands.</summary>
    public ControlInfo Info { get; }

    /// <summary>Starts the server. The caller disposes it.</summary>
    /// <param name="databricks">The workspace with the tables that queries read.</param>
    /// <param name="function">The queue and the function; null if the server has none.</param>
    /// <param name="cancellation">Ends requests that run, as disposing the server does.</param>
    public static async Task<ControlServer> StartAsync(
        LocalDatabricks databricks, ServedFunction? function, CancellationToken cancellation)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var stopping = source.Token;
        var token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var app = LoopbackServer.Create(loggerFactory: null, new LoopbackPort(HttpProtocols.Http1)).Build();
        app.Use((context, next) => Allowed(context.Request, token) ? next(context) : RefuseAsync(context));
        app.MapPost(
            "/query",
            (HttpRequest request) => AnswerAsync(() => QueryAsync(databricks.Tables, request, stopping)));
        if (function is not null)
        {
            app.MapGet("/queue", () => AnswerAsync(() => Task.FromResult(function.Describe())));
            app.MapPost("/messages", (HttpContext context) => new SendEndpoint(function, stopping).HandleAsync(context));
            app.MapPost("/invocations", (HttpRequest request) => AnswerAsync(() => function.InvokeAsync(request, stopping)));
        }

        app.MapFallback(
            () => Fail(CliErrors.FunctionNotServed, "This server runs without a function (--no-function), so it has no queue."));
        await app.StartAsync(CancellationToken.None);
        return new ControlServer(app, source, token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    /// <summary>Reads a request's body.</summary>
    internal static async Task<T> ReadAsync<T>(HttpRequest request) =>
        await request.ReadFromJsonAsync<T>(ControlJson.Options, request.HttpContext.RequestAborted)
            ?? throw new InvalidOperationException("the body is null");

    private static IResult Fail(CliError error, string message) =>
        Results.Json(
            new ControlError(error.Code, $"{error.Code}: {message}"), ControlJson.Options,
            statusCode: StatusCodes.Status400BadRequest);

    /// <summary>Runs a query until it ends, its client has gone, or the server stops.</summary>
    /// <exception cref="TableStoreException">The store refuses the statement.</exception>
    /// <exception cref="OperationCanceledException">The query was interrupted.</exception>
    private static async Task<QueryRows> QueryAsync(TableStore tables, HttpRequest request, CancellationToken stopping)
    {
        var query = await ReadAsync<QueryRequest>(request);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, request.HttpContext.RequestAborted);
        // A query can take long, so it has a thread of its own: the threads of the pool answer other requests.
        return await Task.Factory.StartNew(
            () => Query(tables, query, ended.Token), ended.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static QueryRows Query(TableStore tables, QueryRequest request, CancellationToken cancellation)
    {
        var result = tables.QueryReadOnly(request.Sql, cancellation);
        Func<object?, JsonElement> convert = request.Typed ? QueryValueJson.Of : Text;
        return new QueryRows(
            result.Columns, [.. result.Rows.Select(row => (IReadOnlyList<JsonElement>)[.. row.Select(convert)])]);
    }

    private static JsonElement Text(object? value) =>
        JsonSerializer.SerializeToElement(value is null ? null : ValueText.Of(value));

    private static async Task<IResult> AnswerAsync<T>(Func<Task<T>> answer)
    {
        try
        {
            return Results.Json(await answer(), ControlJson.Options);
        }
        catch (TableStoreException e)
        {
            return Results.Json(
                new ControlError(e.Code, e.Message), ControlJson.Options, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the server is stopping. A response without a body tells the client.
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static bool Allowed(HttpRequest request, string token) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes($"Bearer {token}"));

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        var error = new ControlError(CliErrors.ServerToken.Code,
            $"{CliErrors.ServerToken.Code}: The server does not accept the token. The ready file is from an earlier server. "
                + CliErrors.ServerToken.Action);
        return context.Response.WriteAsJsonAsync(error, ControlJson.Options);
    }
}
