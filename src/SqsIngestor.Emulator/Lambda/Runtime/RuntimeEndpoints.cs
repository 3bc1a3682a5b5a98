using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SqsIngestor.Emulator.Lambda.Runtime;

/// <summary><c>/2018-06-01/runtime</c>: next, response, error, init/error.</summary>
internal sealed class RuntimeEndpoints(RuntimeState state, string functionArn)
{
    /// <summary>6 MiB, and the excess that Lambda allows.</summary>
    public const int MaxResponseBytes = (6 * 1024 * 1024) + 100;

    private const string ErrorTypeHeader = "Lambda-Runtime-Function-Error-Type";

    public void Map(IEndpointRouteBuilder routes)
    {
        var runtime = routes.MapGroup("/2018-06-01/runtime");
        runtime.MapGet("/invocation/next", NextAsync);
        runtime.MapPost("/invocation/{id}/response", RespondAsync);
        runtime.MapPost("/invocation/{id}/error", FailAsync);
        runtime.MapPost("/init/error", FailInitAsync);
    }

    private async Task NextAsync(HttpContext context)
    {
        var invocation = await state.NextAsync(context.RequestAborted);
        try
        {
            var headers = context.Response.Headers;
            headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
            headers["Lambda-Runtime-Deadline-Ms"] = invocation.Deadline.ToUnixTimeMilliseconds()
                .ToString(CultureInfo.InvariantCulture);
            headers["Lambda-Runtime-Invoked-Function-Arn"] = functionArn;
            headers["Lambda-Runtime-Trace-Id"] = invocation.TraceId;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = invocation.Payload.Length;
            await context.Response.Body.WriteAsync(invocation.Payload, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            state.Return(invocation);
        }
    }

    private async Task<IResult> RespondAsync(string id, HttpRequest request)
    {
        var body = await ReadAsync(request);
        if (!state.IsRunning(id)) return RuntimeAnswers.UnknownRequest(id);
        if (body.Length > MaxResponseBytes)
        {
            var error = new ReportedError(
                "Function.ResponseSizeTooLarge",
                $"Response payload size exceeded maximum allowed payload size ({MaxResponseBytes} bytes).");
            state.TryAnswer(id, new InvocationAnswer(default, error));
            return RuntimeAnswers.TooLarge(error);
        }

        return state.TryAnswer(id, new InvocationAnswer(body, null))
            ? RuntimeAnswers.Accepted()
            : RuntimeAnswers.UnknownRequest(id);
    }

    private async Task<IResult> FailAsync(string id, HttpRequest request)
    {
        var error = ReportedError.Read(await ReadAsync(request), request.Headers[ErrorTypeHeader]);
        return state.TryAnswer(id, new InvocationAnswer(default, error))
            ? RuntimeAnswers.Accepted()
            : RuntimeAnswers.UnknownRequest(id);
    }

    private async Task<IResult> FailInitAsync(HttpRequest request)
    {
        var error = ReportedError.Read(await ReadAsync(request), request.Headers[ErrorTypeHeader]);
        // The init ends with the first event.
        if (state.Ready.IsCompleted) return RuntimeAnswers.InitIsOver();
        state.ReportInitError(error);
        return RuntimeAnswers.Accepted();
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }
}
