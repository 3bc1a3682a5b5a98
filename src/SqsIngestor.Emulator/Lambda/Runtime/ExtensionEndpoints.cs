using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SqsIngestor.Emulator.Lambda.Runtime;

/// <summary>
/// <c>/2020-01-01/extension</c>: register, and event/next, which never answers an extension without events. Lambda sends SIGTERM
/// only if an extension is registered.
/// </summary>
internal sealed class ExtensionEndpoints(RuntimeState state, LocalLambdaOptions options)
{
    private const string IdentifierHeader = "Lambda-Extension-Identifier";

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes)
    {
        var extension = routes.MapGroup("/2020-01-01/extension");
        // As delegates: a RequestDelegate would drop the result.
        extension.MapPost("/register", (Delegate)RegisterAsync);
        extension.MapGet("/event/next", (Delegate)NextAsync);
    }

    private async Task<IResult> RegisterAsync(HttpContext context)
    {
        if (context.Request.Headers["Lambda-Extension-Name"].ToString() is not { Length: > 0 } name)
        {
            return RuntimeAnswers.NoExtensionName();
        }
        if (await HasEventsAsync(context.Request)) return RuntimeAnswers.UnsupportedEvents();
        var identifier = Guid.NewGuid().ToString();
        _names[identifier] = name;
        state.RegisterExtension();
        context.Response.Headers[IdentifierHeader] = identifier;
        return Results.Json(new Dictionary<string, string>
        {
            ["functionName"] = options.FunctionName,
            ["functionVersion"] = "$LATEST",
            ["handler"] = options.Handler,
        });
    }

    private async Task<IResult> NextAsync(HttpContext context)
    {
        if (!_names.ContainsKey(context.Request.Headers[IdentifierHeader].ToString())) return RuntimeAnswers.NotAnExtension();
        await Task.Delay(Timeout.InfiniteTimeSpan, options.TimeProvider, context.RequestAborted)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Results.Empty;
    }

    private static async Task<bool> HasEventsAsync(HttpRequest request)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return body.RootElement.ValueKind == JsonValueKind.Object
                && body.RootElement.TryGetProperty("events", out var events)
                && events.ValueKind == JsonValueKind.Array
                && events.GetArrayLength() > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
