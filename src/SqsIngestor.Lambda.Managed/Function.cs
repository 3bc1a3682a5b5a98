using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Pipeline;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Metrics;

namespace SqsIngestor.Lambda.Managed;

/// <summary>
/// The function for Lambda's managed runtime, on the same pipeline as the native program. Its handler is
/// <c>SqsIngestor.Lambda.Managed::SqsIngestor.Lambda.Managed.Function::FunctionHandler</c>.
/// </summary>
[SuppressMessage("Naming", "CA1716", Justification = "The handler's name in Lambda's own templates.")]
public sealed class Function : IAsyncDisposable
{
    private readonly ConcurrentBag<Worker> _idle = [];
    private readonly Stream _output;
    private readonly LineLoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly Func<string, string?> _variables;
    private readonly TimeProvider _clock;
    private readonly FunctionHost _host;

    /// <summary>
    /// Starts the function during Lambda's init: compiles the mapping and opens the streams before the first event.
    /// </summary>
    /// <exception cref="FunctionFailedException">The configuration or the mapping is wrong, or the service refuses
    /// them.</exception>
    public Function()
        : this(Environment.GetEnvironmentVariable, TimeProvider.System)
    {
    }

    internal Function(Func<string, string?> variables, TimeProvider clock)
    {
        (_variables, _clock) = (variables, clock);
        _output = Console.OpenStandardOutput();
        _loggers = FunctionHost.CreateLoggers(variables, _output, clock);
        _logger = _loggers.CreateLogger("SqsIngestor.Lambda.Managed");
        using var deadline = new CancellationTokenSource(FunctionHost.InitTime, clock);
        try
        {
            // The runtime creates the object during init, and a constructor cannot await.
            _host = FunctionHost.StartAsync(variables, _loggers, clock, deadline.Token).GetAwaiter().GetResult();
        }
        catch (FunctionException e)
        {
            PipelineLog.InitFailed(_logger, e.ErrorType, e.Message);
            var name = variables(EnvironmentVariables.AwsLambdaFunctionName);
            MetricsLine.WriteStartFailure(_loggers.Output, clock, name, e.ErrorType);
            throw new FunctionFailedException(e);
        }
    }

    /// <summary>Writes one batch to its tables, or answers a probe. Several calls can run at the same time.</summary>
    /// <param name="sqsEvent">The batch.</param>
    /// <param name="context">Gives the remaining time and the invocation's id.</param>
    /// <returns>The messages that return to the queue; the event source mapping needs ReportBatchItemFailures.</returns>
    /// <exception cref="FunctionFailedException">The whole batch is returned to the queue.</exception>
    public async Task<FunctionResponse> FunctionHandler(FunctionEvent sqsEvent, ILambdaContext context)
    {
        ArgumentNullException.ThrowIfNull(sqsEvent);
        ArgumentNullException.ThrowIfNull(context);
        var ids = InvocationIds.Of(context.AwsRequestId, _variables("_X_AMZN_TRACE_ID"));
        using var scope = _logger.BeginScope(ids);
        var time = _host.InvocationBegins(context.RemainingTime);
        using var ended = new CancellationTokenSource(time, _clock);
        var deadline = new BatchDeadline(_clock.GetUtcNow() + time, ended.Token);
        if (!_idle.TryTake(out var worker)) worker = new Worker(_host.CreateProcessor(), new EventBuffer());
        try
        {
            return await HandleAsync(worker, sqsEvent, ids, deadline).ConfigureAwait(false);
        }
        finally
        {
            _idle.Add(worker);
            _host.BurstMemory.BatchEnded();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync().ConfigureAwait(false);
        _loggers.Dispose();
        await _output.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<FunctionResponse> HandleAsync(
        Worker worker, FunctionEvent sqsEvent, InvocationIds ids, BatchDeadline deadline)
    {
        var started = _clock.GetTimestamp();
        var invocation = _host.Function with { IngestTime = _clock.GetUtcNow(), RequestId = ids.RequestId };
        try
        {
            EventWriter.Write(sqsEvent, worker.Buffer);
            if (ProbeEvent.Matches(worker.Buffer.Bytes.AsSpan(0, worker.Buffer.Length)))
            {
                var (response, reason) = await _host.Probe.RunAsync(deadline.Token).ConfigureAwait(false);
                return Answer(new BatchResult { Failure = reason }, response, ids);
            }
            var result = await worker.Processor.ProcessAsync(worker.Buffer.Bytes, worker.Buffer.Length, invocation, deadline)
                .ConfigureAwait(false);
            PipelineLog.BatchDone(
                _logger, result.Received, result.Rows, result.Failed, _clock.GetElapsedTime(started).TotalMilliseconds);
            return Answer(result, worker.Processor.Response, ids);
        }
        catch (SqsEventException e)
        {
            return Answer(
                new BatchResult { Failure = new FunctionException(FunctionErrorTypes.EventInvalid, e.Message, e) }, default, ids);
        }
        // A bug. The runtime reports it.
        catch (Exception e) when (e is not FunctionFailedException)
        {
            _host.Metrics.Write(new BatchResult(), ids, FunctionErrorTypes.Unexpected);
            throw;
        }
    }

    private FunctionResponse Answer(BatchResult result, ReadOnlyMemory<byte> response, InvocationIds ids)
    {
        _host.Metrics.Write(result, ids, result.Failure?.ErrorType);
        if (result.Failure is not { } failure)
            return JsonSerializer.Deserialize(response.Span, FunctionJson.Default.FunctionResponse)!;
        PipelineLog.InvocationFailed(_logger, failure.ErrorType, failure.Message);
        throw new FunctionFailedException(failure);
    }

    /// <summary>What one invocation at a time needs.</summary>
    /// <param name="Processor">Processes its batch.</param>
    /// <param name="Buffer">Holds its event.</param>
    private sealed record Worker(BatchProcessor Processor, EventBuffer Buffer);
}
