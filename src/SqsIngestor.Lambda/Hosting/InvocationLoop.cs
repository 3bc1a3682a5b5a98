using Microsoft.Extensions.Logging;
using SqsIngestor.Lambda.Runtime;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Pipeline;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Logging;

namespace SqsIngestor.Lambda.Hosting;

/// <summary>
/// Gets an event, processes it and answers, again and again. It has its own buffers, so several loops can run side by side.
/// </summary>
/// <param name="api">Gives events and takes answers.</param>
/// <param name="host">What all loops share: the plan, the streams, the metrics.</param>
/// <param name="logger">Receives a line per invocation.</param>
/// <param name="clock">Gives the time of the rows, once per invocation.</param>
internal sealed class InvocationLoop(RuntimeApiClient api, FunctionHost host, ILogger logger, TimeProvider clock)
{
    private readonly BatchProcessor _processor = host.CreateProcessor();

    /// <summary>Runs until it is stopped. It answers a running invocation first.</summary>
    /// <exception cref="Runtime.RuntimeApiException">The process must end.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var invocation = await api.NextAsync(stopping).ConfigureAwait(false);
            await HandleAsync(invocation, CancellationToken.None).ConfigureAwait(false);
            host.BurstMemory.BatchEnded();
        }
    }

    private async Task HandleAsync(Invocation invocation, CancellationToken stopping)
    {
        using var scope = logger.BeginScope(invocation.Ids);
        var started = clock.GetTimestamp();
        var now = clock.GetUtcNow();
        var time = host.InvocationBegins(invocation.Deadline - now);
        using var deadline = new CancellationTokenSource(time, clock);
        try
        {
            if (ProbeEvent.Matches(invocation.Payload.AsSpan(0, invocation.Length)))
            {
                await ProbeAsync(invocation, deadline.Token, stopping).ConfigureAwait(false);
                return;
            }
            var context = host.Function with { IngestTime = now, RequestId = invocation.RequestId };
            var result = await _processor
                .ProcessAsync(invocation.Payload, invocation.Length, context, new BatchDeadline(now + time, deadline.Token))
                .ConfigureAwait(false);
            PipelineLog.BatchDone(
                logger, result.Received, result.Rows, result.Failed, clock.GetElapsedTime(started).TotalMilliseconds);
            if (result.Failure is { } failure)
            {
                await FailAsync(invocation, result, failure.ErrorType, failure.Message, stopping).ConfigureAwait(false);
                return;
            }
            await RespondAsync(invocation, result, _processor.Response, stopping).ConfigureAwait(false);
        }
        catch (SqsEventException e)
        {
            await FailAsync(
                invocation, new BatchResult(), FunctionErrorTypes.EventInvalid, e.Message, stopping).ConfigureAwait(false);
        }
        // Anything else fails this invocation only: its messages are returned to the queue, and the process stays warm.
        catch (Exception e) when (
            e is not RuntimeApiException && !(e is OperationCanceledException && stopping.IsCancellationRequested))
        {
            var reason = $"The function has a bug: {e.GetType().Name}. All messages of the batch are returned to the queue.";
            await FailAsync(invocation, new BatchResult(), FunctionErrorTypes.Unexpected, reason, stopping).ConfigureAwait(false);
        }
    }

    private async Task ProbeAsync(Invocation invocation, CancellationToken deadline, CancellationToken stopping)
    {
        var (response, failure) = await host.Probe.RunAsync(deadline).ConfigureAwait(false);
        var nothing = new BatchResult();
        if (failure is null) await RespondAsync(invocation, nothing, response, stopping).ConfigureAwait(false);
        else await FailAsync(invocation, nothing, failure.ErrorType, failure.Message, stopping).ConfigureAwait(false);
    }

    private async Task RespondAsync(
        Invocation invocation, BatchResult batch, ReadOnlyMemory<byte> response, CancellationToken stopping)
    {
        // Before the answer: Lambda may freeze the process after it.
        host.Metrics.Write(batch, invocation.Ids);
        var verdict = await api.RespondAsync(invocation.RequestId, response, stopping).ConfigureAwait(false);
        if (verdict != ResponseVerdict.Accepted) await RefusedAsync(invocation, verdict, stopping).ConfigureAwait(false);
    }

    private Task RefusedAsync(Invocation invocation, ResponseVerdict verdict, CancellationToken stopping)
    {
        const string Reason = "Lambda did not accept the response. All messages of the batch are delivered again; the function "
            + "does not send those again that are durable.";
        PipelineLog.InvocationFailed(logger, FunctionErrorTypes.ResponseRefused, Reason);
        return verdict == ResponseVerdict.Refused
            ? api.FailAsync(invocation.RequestId, FunctionErrorTypes.ResponseRefused, Reason, stopping)
            : Task.CompletedTask;
    }

    private Task FailAsync(Invocation invocation, BatchResult batch, string errorType, string reason, CancellationToken stopping)
    {
        PipelineLog.InvocationFailed(logger, errorType, reason);
        host.Metrics.Write(batch, invocation.Ids, errorType);
        return api.FailAsync(invocation.RequestId, errorType, reason, stopping);
    }
}
