using Microsoft.AspNetCore.Http;
using SqsIngestor.Cli.Local;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Lambda.EventSource;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Serve.Control;

/// <summary>The function of a local server, its queue, and the event source mapping between them.</summary>
internal sealed class ServedFunction : IAsyncDisposable
{
    private readonly LocalLambda _lambda;
    private readonly FunctionLog _log;
    private readonly EventSourceMapping _mapping;

    /// <param name="lambda">The function; disposed with this object.</param>
    /// <param name="log">Receives its log lines.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="options">How the event source mapping makes batches.</param>
    /// <param name="onDelivery">Called after each invocation with messages of the queue, from one thread at a time.</param>
    public ServedFunction(
        LocalLambda lambda, FunctionLog log, LocalSqs queue, EventSourceOptions options, Action<InvocationEvent> onDelivery)
    {
        (_lambda, _log, Queue) = (lambda, log, queue);
        _mapping = new EventSourceMapping(
            queue, lambda.InvokeAsync, options, report => onDelivery(Deliveries.Add(report, log.TakeProblems())));
    }

    public LocalSqs Queue { get; }

    /// <summary>Completes only when deliveries have stopped: when this object is disposed, or with an exception.</summary>
    public Task Completion => _mapping.Completion;

    /// <summary>The latest invocations with messages of the queue.</summary>
    public DeliveryLog Deliveries { get; } = new();

    public QueueState Describe() => new(Queue.Options.Arn, Queue.Counts, Queue.DeadLetters, _lambda.ProcessId);

    /// <summary>Invokes the function with the body of the request, without the queue.</summary>
    public async Task<InvocationEvent> InvokeAsync(HttpRequest request, CancellationToken stopping)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        var payload = body.ToArray();
        var result = await _lambda.InvokeAsync(payload, stopping);
        var batch = SqsBatch.TryRead(payload);
        return InvocationEvent.Of(0, result, batch?.Messages.Count, batch?.Classify(result), _log.TakeProblems());
    }

    public async ValueTask DisposeAsync()
    {
        await _mapping.DisposeAsync();
        await _lambda.DisposeAsync();
    }
}

/// <summary>
/// The latest invocations with messages of the queue. An invocation is added before the states of its messages change.
/// Thread-safe.
/// </summary>
internal sealed class DeliveryLog
{
    private const int Most = 2000;

    private readonly Lock _lock = new();
    private readonly Queue<(InvocationEvent Invocation, IReadOnlyList<string> MessageIds)> _deliveries = new();

    public InvocationEvent Add(DeliveredBatch report, IReadOnlyList<string> problems)
    {
        var invocation = InvocationEvent.Of(report.Number, report.Result, report.MessageIds.Count, report.Outcome, problems);
        lock (_lock)
        {
            _deliveries.Enqueue((invocation, report.MessageIds));
            if (_deliveries.Count > Most) _deliveries.Dequeue();
        }

        return invocation;
    }

    /// <summary>The invocations after a number that had any of the messages, oldest first.</summary>
    public IReadOnlyList<InvocationEvent> After(int number, HashSet<string> messageIds)
    {
        lock (_lock)
        {
            return
            [
                .. _deliveries.Where(
                    delivery => delivery.Invocation.Number > number && delivery.MessageIds.Any(messageIds.Contains))
                    .Select(delivery => delivery.Invocation),
            ];
        }
    }
}
