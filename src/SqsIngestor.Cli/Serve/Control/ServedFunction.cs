using Microsoft.AspNetCore.Http;
using SqsIngestor.Cli.Local;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Lambda.EventSource;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Serve.Control;

/// <summary>The function that a server keeps up, and its queue.</summary>
internal sealed class ServedFunction : IAsyncDisposable
{
    private readonly LocalLambda _lambda;
    private readonly FunctionLog _log;
    private readonly EventSourceMapping _mapping;

    /// <param name="lambda">The function; it goes with this object.</param>
    /// <param name="log">What it writes.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="options">How batches are made.</param>
    /// <param name="onDelivery">Called after each invocation with a batch of the queue.</param>
    public ServedFunction(LocalLambda lambda, FunctionLog log, LocalSqs queue, EventSourceOptions options, Action<InvocationNews> onDelivery)
    {
        (_lambda, _log, Queue) = (lambda, log, queue);
        _mapping = new EventSourceMapping(queue, lambda.InvokeAsync, options, report => onDelivery(Deliveries.Add(report, log.TakeProblems())));
    }

    public LocalSqs Queue { get; }

    /// <summary>Ends only when nothing is delivered from the queue any more.</summary>
    public Task Completion => _mapping.Completion;

    public DeliveryLog Deliveries { get; } = new();

    public QueueAnswer Describe() => new(Queue.Options.Arn, Queue.Counts, Queue.DeadLetters, _lambda.ProcessId);

    /// <summary>Invokes the function with the request's body, past the queue.</summary>
    public async Task<InvocationNews> InvokeAsync(HttpRequest request, CancellationToken stopping)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        var payload = body.ToArray();
        var result = await _lambda.InvokeAsync(payload, stopping);
        var batch = SqsBatch.TryRead(payload);
        return InvocationNews.Of(0, result, batch?.Messages.Count, batch?.Classify(result), _log.TakeProblems());
    }

    public async ValueTask DisposeAsync()
    {
        await _mapping.DisposeAsync();
        await _lambda.DisposeAsync();
    }
}
