using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Serve.Control;

/// <summary><c>POST /messages</c>: sends messages, and streams a line of JSON for each event of them.</summary>
internal sealed class SendEndpoint(ServedFunction function, CancellationToken stopping)
{
    private static readonly byte[] NewLine = [(byte)'\n'];

    public async Task HandleAsync(HttpContext context)
    {
        var request = await ControlServer.ReadAsync<SendRequest>(context.Request);
        IReadOnlyList<SentMessage> sent;
        try
        {
            sent = function.Queue.Send([.. request.Messages.Select(message => message.ToMessage())]);
        }
        catch (QueueException e)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(new ControlError(e.Code, e.Message), ControlJson.Options, stopping);
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);
        try
        {
            context.Response.ContentType = "application/x-ndjson";
            await WriteAsync(context.Response, new SendEvent { Sent = sent }, ended.Token);
            await FollowAsync(
                context.Response, [.. sent.Where(message => !message.IsDuplicate).Select(message => message.MessageId)],
                request.UntilSettled, ended.Token);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the server is stopping. A response without an outcome tells the client.
        }
    }

    private async Task FollowAsync(
        HttpResponse response, HashSet<string> ids, bool untilSettled, CancellationToken cancellationToken)
    {
        var last = 0;
        while (true)
        {
            var changed = function.Queue.Changed;
            var messages = function.Queue.Find(ids);
            foreach (var invocation in function.Deliveries.After(last, ids))
            {
                last = invocation.Number;
                await WriteAsync(response, new SendEvent { Invocation = invocation }, cancellationToken);
            }

            if (messages.All(message => message.IsSettled || (!untilSettled && message.Answers > 0)))
            {
                await WriteAsync(response, new SendEvent { Outcome = messages }, cancellationToken);
                return;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private static async Task WriteAsync(HttpResponse response, SendEvent sendEvent, CancellationToken cancellationToken)
    {
        await JsonSerializer.SerializeAsync(response.Body, sendEvent, ControlJson.Options, cancellationToken);
        await response.Body.WriteAsync(NewLine, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
