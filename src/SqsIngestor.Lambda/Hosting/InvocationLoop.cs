using Microsoft.Extensions.Logging;
using SqsIngestor.Lambda.Runtime;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Pipeline;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Metrics;

namespace SqsIngestor.Lambda.Hosting;

/// <summary>
/// Gets an event, processes it and answers, again and again. It has its own buffers, so several loops can run side by side.
/// </summary>
/// <param name="api">Gives events and takes answers.</param>
/// <param name="processor">Processes one event at a time.</param>
/// <param name="function">The facts about the function that rows may contain; the loop adds those of each invocation.</param>
/// <param name="metrics">Receives a line of metrics per invocation.</param>
/// <param name="memory">Gives memory back after a burst.</param>
/// <param name="logger">Receives a line per invocation.</param>
/// <param name="clock">Gives the time of the rows, once per invocation.</param>
internal sealed class InvocationLoop(
    RuntimeApiClient api, BatchProcessor processor, InvocationContext function, MetricsLine metrics, BurstMemory memory,
    ILogger logger, TimeProvider clock)
{
    /// <summary>Runs until it is stopped. It answers a running invocation first.</summary>
    /// <exception cref="Runtime.RuntimeApiException">The process must end.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var invocation = await api.NextAsync(stopping).ConfigureAwait(false);
            await HandleAsync(invocation, CancellationToken.None).ConfigureAwait(false);
            memory.BatchEnded();
        }
    }

    private async Task HandleAsync(Invocation invocation, CancellationToken stopping)
    {
        var started = clock.GetTimestamp();
        var now = clock.GetUtcNow();
        var time = FunctionHost.BatchTime(invocation.Deadline - now);
        using var deadline = new CancellationTokenSource(time, clock);
        try
        {
            var context = function with { IngestTime = now, RequestId = invocation.RequestId };
            var result = await processor
                .ProcessAsync(invocation.Payload, invocation.Length, context, new BatchDeadline(now + time, deadline.Token))
                .ConfigureAwait(false);
            PipelineLog.BatchDone(
                logger, result.Received, result.Rows, result.Failed, clock.GetElapsedTime(started).TotalMilliseconds);
            if (result.Failure is { } failure)
            {
                await FailAsync(invocation, result, failure.ErrorType, failure.Message, stopping).ConfigureAwait(false);
                return;
            }
            // Before the answer: Lambda may freeze the process after it.
            metrics.Write(result, invocation.RequestId);
            var verdict = await api.RespondAsync(invocation.RequestId, processor.Response, stopping).ConfigureAwait(false);
            if (verdict != ResponseVerdict.Accepted) await RefusedAsync(invocation, verdict, stopping).ConfigureAwait(false);
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
        metrics.Write(batch, invocation.RequestId);
        return api.FailAsync(invocation.RequestId, errorType, reason, stopping);
    }
}
