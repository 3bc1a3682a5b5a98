using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.Logging;
using SqsIngestor.Lambda.Hosting;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Pipeline;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Logging;

namespace SqsIngestor.Lambda.Managed;

/// <summary>
/// The function for the managed runtime, over the same pipeline. Its handler is
/// <c>SqsIngestor.Lambda.Managed::SqsIngestor.Lambda.Managed.Function::FunctionHandler</c>.
/// </summary>
[SuppressMessage("Naming", "CA1716", Justification = "The handler's name in Lambda's own templates.")]
public sealed class Function : IAsyncDisposable
{
    // Lambda ends an init at 10 s; what is not open by then is opened by the first invocation.
    private static readonly TimeSpan InitTime = TimeSpan.FromSeconds(8);

    private readonly ConcurrentBag<Worker> _idle = [];
    private readonly Stream _output;
    private readonly LineLoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly FunctionHost _host;

    /// <summary>Starts at the cold start: the mapping is compiled and the streams are open before the first event comes.</summary>
    /// <exception cref="FunctionFailedException">The configuration or the mapping is wrong, or the service refuses them.</exception>
    public Function()
        : this(Environment.GetEnvironmentVariable, TimeProvider.System)
    {
    }

    internal Function(Func<string, string?> variables, TimeProvider clock)
    {
        _clock = clock;
        _output = Console.OpenStandardOutput();
        _loggers = LineLoggerFactory.Create(variables, _output, clock);
        _logger = _loggers.CreateLogger("SqsIngestor.Lambda");
        using var deadline = new CancellationTokenSource(InitTime, clock);
        try
        {
            // The runtime makes the object in its init, and a constructor cannot be awaited.
            _host = FunctionHost.StartAsync(variables, _loggers, clock, deadline.Token).GetAwaiter().GetResult();
        }
        catch (FunctionException e)
        {
            Log.InitFailed(_logger, e.ErrorType, e.Message);
            throw new FunctionFailedException(e);
        }
    }

    /// <summary>Lands one batch. Several can run at the same time.</summary>
    /// <param name="sqsEvent">The batch.</param>
    /// <param name="context">Gives the time that is left, and the invocation's id.</param>
    /// <returns>The messages that are to come back; the event source mapping needs ReportBatchItemFailures.</returns>
    /// <exception cref="FunctionFailedException">The whole batch comes back.</exception>
    public async Task<SQSBatchResponse> FunctionHandler(SQSEvent sqsEvent, ILambdaContext context)
    {
        ArgumentNullException.ThrowIfNull(sqsEvent);
        ArgumentNullException.ThrowIfNull(context);
        using var deadline = new CancellationTokenSource(InvocationLoop.Budget(context.RemainingTime), _clock);
        if (!_idle.TryTake(out var worker)) worker = new Worker(_host.CreateProcessor(), new EventBuffer());
        try
        {
            return await HandleAsync(worker, sqsEvent, context.AwsRequestId, deadline.Token).ConfigureAwait(false);
        }
        finally
        {
            _idle.Add(worker);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync().ConfigureAwait(false);
        _loggers.Dispose();
        await _output.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<SQSBatchResponse> HandleAsync(Worker worker, SQSEvent sqsEvent, string requestId, CancellationToken deadline)
    {
        var started = _clock.GetTimestamp();
        var invocation = _host.Function with { IngestTime = _clock.GetUtcNow(), RequestId = requestId };
        var result = new BatchResult();
        try
        {
            EventWriter.Write(sqsEvent, worker.Buffer);
            result = await worker.Processor.ProcessAsync(worker.Buffer.Bytes, worker.Buffer.Length, invocation, deadline).ConfigureAwait(false);
        }
        catch (SqsEventException e)
        {
            throw Failed(new FunctionException(FunctionErrorTypes.EventInvalid, e.Message, e));
        }
        finally
        {
            _host.Metrics.Write(result, requestId);
        }
        Log.BatchDone(_logger, result.Received, result.Rows, result.Failed, _clock.GetElapsedTime(started).TotalMilliseconds);
        if (result.Failure is { } failure) throw Failed(failure);
        return JsonSerializer.Deserialize(worker.Processor.Response.Span, FunctionJson.Default.SQSBatchResponse)!;
    }

    private FunctionFailedException Failed(FunctionException failure)
    {
        Log.InvocationFailed(_logger, failure.ErrorType, failure.Message);
        return new FunctionFailedException(failure);
    }
}
