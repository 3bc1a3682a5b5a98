using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Pipeline;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Logging;

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
        _clock = clock;
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
            throw new FunctionFailedException(e);
        }
    }

    /// <summary>Writes one batch to its tables. Several calls can run at the same time.</summary>
    /// <param name="sqsEvent">The batch.</param>
    /// <param name="context">Gives the remaining time and the invocation's id.</param>
    /// <returns>The messages that return to the queue; the event source mapping needs ReportBatchItemFailures.</returns>
    /// <exception cref="FunctionFailedException">The whole batch is returned to the queue.</exception>
    public async Task<SQSBatchResponse> FunctionHandler(SQSEvent sqsEvent, ILambdaContext context)
    {
        ArgumentNullException.ThrowIfNull(sqsEvent);
        ArgumentNullException.ThrowIfNull(context);
        var time = FunctionHost.BatchTime(context.RemainingTime);
        using var ended = new CancellationTokenSource(time, _clock);
        var deadline = new BatchDeadline(_clock.GetUtcNow() + time, ended.Token);
        if (!_idle.TryTake(out var worker)) worker = new Worker(_host.CreateProcessor(), new EventBuffer());
        try
        {
            return await HandleAsync(worker, sqsEvent, context.AwsRequestId, deadline).ConfigureAwait(false);
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

    private async Task<SQSBatchResponse> HandleAsync(
        Worker worker, SQSEvent sqsEvent, string requestId, BatchDeadline deadline)
    {
        var started = _clock.GetTimestamp();
        var invocation = _host.Function with { IngestTime = _clock.GetUtcNow(), RequestId = requestId };
        var result = new BatchResult();
        try
        {
            EventWriter.Write(sqsEvent, worker.Buffer);
            result = await worker.Processor.ProcessAsync(worker.Buffer.Bytes, worker.Buffer.Length, invocation, deadline)
                .ConfigureAwait(false);
        }
        catch (SqsEventException e)
        {
            throw Failed(new FunctionException(FunctionErrorTypes.EventInvalid, e.Message, e));
        }
        finally
        {
            _host.Metrics.Write(result, requestId);
        }
        PipelineLog.BatchDone(
            _logger, result.Received, result.Rows, result.Failed, _clock.GetElapsedTime(started).TotalMilliseconds);
        if (result.Failure is { } failure) throw Failed(failure);
        return JsonSerializer.Deserialize(worker.Processor.Response.Span, FunctionJson.Default.SQSBatchResponse)!;
    }

    private FunctionFailedException Failed(FunctionException failure)
    {
        PipelineLog.InvocationFailed(_logger, failure.ErrorType, failure.Message);
        return new FunctionFailedException(failure);
    }

    /// <summary>What one invocation at a time needs.</summary>
    /// <param name="Processor">Processes its batch.</param>
    /// <param name="Buffer">Holds its event.</param>
    private sealed record Worker(BatchProcessor Processor, EventBuffer Buffer);
}
