using Microsoft.Extensions.Logging;
using SqsIngestor.Lambda.Runtime;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Metrics;

namespace SqsIngestor.Lambda.Hosting;

/// <summary>Next, process, answer, for as long as the process lives. Its buffers are its own: several loops can run side by side.</summary>
/// <param name="api">Gives events and takes answers.</param>
/// <param name="processor">Processes one event at a time.</param>
/// <param name="function">What rows may say of the function; the invocation's own parts are filled in for each.</param>
/// <param name="metrics">Receives a line of metrics per invocation.</param>
/// <param name="logger">Receives a line per invocation.</param>
/// <param name="clock">Read once per invocation.</param>
internal sealed class InvocationLoop(
    RuntimeApiClient api, BatchProcessor processor, InvocationContext function, MetricsLine metrics, ILogger logger, TimeProvider clock)
{
    // Enough to write the answer; Lambda ends the invocation at the deadline and SQS then delivers everything again.
    private static readonly TimeSpan MinimumMargin = TimeSpan.FromSeconds(2);

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var invocation = await api.NextAsync(stopping).ConfigureAwait(false);
            // What has begun is answered, also when the process is to stop.
            await HandleAsync(invocation, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task HandleAsync(Invocation invocation, CancellationToken stopping)
    {
        var started = clock.GetTimestamp();
        var now = clock.GetUtcNow();
        using var deadline = new CancellationTokenSource(Budget(invocation.Deadline - now), clock);
        try
        {
            var context = function with { IngestTime = now, RequestId = invocation.RequestId };
            var result = await processor.ProcessAsync(invocation.Payload, invocation.Length, context, deadline.Token).ConfigureAwait(false);
            Log.BatchDone(logger, result.Received, result.Rows, result.Failed, clock.GetElapsedTime(started).TotalMilliseconds);
            if (result.Failure is { } failure)
            {
                await FailAsync(invocation, result, failure.ErrorType, failure.Message, stopping).ConfigureAwait(false);
                return;
            }
            // Before the answer: after it the process may stand still.
            metrics.Write(result, invocation.RequestId);
            await api.RespondAsync(invocation.RequestId, processor.Response, stopping).ConfigureAwait(false);
        }
        catch (SqsEventException e)
        {
            await FailAsync(invocation, new BatchResult(), FunctionErrorTypes.EventInvalid, e.Message, stopping).ConfigureAwait(false);
        }
        // Whatever else goes wrong fails this invocation only: its messages come back, and the process stays warm.
        catch (Exception e) when (e is not (RuntimeApiException or HttpRequestException or OperationCanceledException))
        {
            await FailAsync(invocation, new BatchResult(), FunctionErrorTypes.Unexpected, $"an unexpected {e.GetType().Name}; the messages go back to the queue", stopping).ConfigureAwait(false);
        }
    }

    private Task FailAsync(Invocation invocation, BatchResult batch, string errorType, string reason, CancellationToken stopping)
    {
        Log.InvocationFailed(logger, errorType, reason);
        metrics.Write(batch, invocation.RequestId);
        return api.FailAsync(invocation.RequestId, errorType, reason, stopping);
    }

    /// <summary>The time until the deadline, less the larger of 2 s and a tenth of it.</summary>
    internal static TimeSpan Budget(TimeSpan remaining)
    {
        var budget = remaining - TimeSpan.FromTicks(Math.Max(MinimumMargin.Ticks, remaining.Ticks / 10));
        return budget > TimeSpan.Zero ? budget : TimeSpan.Zero;
    }
}
