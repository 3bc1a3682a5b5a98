using Microsoft.Extensions.Logging;
using SqsIngestor.Lambda.Runtime;
using SqsIngestor.Pipeline;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Metrics;

namespace SqsIngestor.Lambda.Hosting;

/// <summary>The life of the process: start, invocations, SIGTERM, end.</summary>
internal static class FunctionProcess
{
    private const string NoRuntimeApi =
        $"{EnvironmentVariables.AwsLambdaRuntimeApi} is not set. "
            + "AWS Lambda starts this program; on your machine 'sqs-ingestor demo' does.";

    // Lambda kills the process 500 ms after SIGTERM.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan CloseTime = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs until SIGTERM, or until the function cannot continue.</summary>
    /// <param name="variables">The environment; null for a variable that is not set.</param>
    /// <param name="clock">The clock of everything.</param>
    /// <returns>The exit code: 0 after SIGTERM, 1 if the function cannot start or the Runtime API failed.</returns>
    public static async Task<int> RunAsync(Func<string, string?> variables, TimeProvider clock)
    {
        if (variables(EnvironmentVariables.AwsLambdaRuntimeApi) is not { Length: > 0 } address)
        {
            await Console.Error.WriteLineAsync(NoRuntimeApi).ConfigureAwait(false);
            return 1;
        }
        using var output = Console.OpenStandardOutput();
        using var loggers = FunctionHost.CreateLoggers(variables, output, clock);
        var logger = loggers.CreateLogger("SqsIngestor.Lambda");
        try
        {
            HeapLimit.Apply(variables, logger);
            using var api = new RuntimeApi(address);
            using var initDeadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
            // Returns at its first wait. Everything that it waits for has started by then.
            var starting = StartAsync(api, variables, loggers, logger, clock, initDeadline.Token);
            // Set after the mapping is compiled, which takes milliseconds: the first timer of a process starts a thread.
            initDeadline.CancelAfter(FunctionHost.InitTime);
            using var shutdown = new ShutdownSignal(logger);
            using var extension = new InternalExtension(api, logger);
            var registering = extension.RegisterAsync(initDeadline.Token);
            await using var host = await starting.ConfigureAwait(false);
            if (host is null) return 1;
            await registering.ConfigureAwait(false);
            await ServeAsync(api, variables, host, extension, logger, clock, shutdown.Token).ConfigureAwait(false);
            return 0;
        }
        catch (RuntimeApiException e)
        {
            RuntimeLog.RuntimeApiFailed(logger, e.Message);
            return 1;
        }
    }

    /// <summary>Starts the function, or reports to Lambda why it cannot start.</summary>
    private static async Task<FunctionHost?> StartAsync(
        RuntimeApi api, Func<string, string?> variables, LineLoggerFactory loggers, ILogger logger, TimeProvider clock,
        CancellationToken initDeadline)
    {
        try
        {
            return await FunctionHost.StartAsync(variables, loggers, clock, initDeadline).ConfigureAwait(false);
        }
        catch (FunctionException e)
        {
            await FailAsync(e.ErrorType, e.Message).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Lambda must learn of any failure; unhandled, it would see an exit code and no reason.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // The message of the exception may contain a secret. The stack trace is enough.
            var reason = $"The function has a bug: {e.GetType().Name}.{Environment.NewLine}{e.StackTrace}";
            await FailAsync(FunctionErrorTypes.Unexpected, reason).ConfigureAwait(false);
        }
        return null;

        async Task FailAsync(string errorType, string reason)
        {
            PipelineLog.InitFailed(logger, errorType, reason);
            var name = variables(EnvironmentVariables.AwsLambdaFunctionName);
            MetricsLine.WriteStartFailure(loggers.Output, clock, name, errorType);
            using var client = new RuntimeApiClient(api, logger);
            await client.FailInitAsync(errorType, reason, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task ServeAsync(
        RuntimeApi api,
        Func<string, string?> variables,
        FunctionHost host,
        InternalExtension extension,
        ILogger logger,
        TimeProvider clock,
        CancellationToken stopping)
    {
        var count = ConcurrentLoops.ParseCount(variables(EnvironmentVariables.AwsLambdaMaxConcurrency));
        var loops = new ConcurrentLoops(api, count, CreateLoop, logger);
        var serving = loops.RunAsync(stopping);
        extension.Ready();
        await Task.WhenAny(serving, Task.Delay(Timeout.InfiniteTimeSpan, clock, stopping)).ConfigureAwait(false);
        // Without the signal the loops have ended because one failed.
        if (!stopping.IsCancellationRequested) await serving.ConfigureAwait(false);
        var started = clock.GetTimestamp();
        // An invocation that is nearly done gets time to answer. The messages of others are returned to the queue.
        await Task.WhenAny(serving, Task.Delay(AnswerTime, clock, CancellationToken.None)).ConfigureAwait(false);
        using var process = logger.BeginScope(InvocationIds.None);
        var closed = await host.CloseAsync(CloseTime).ConfigureAwait(false);
        RuntimeLog.Stopped(logger, clock.GetElapsedTime(started).TotalMilliseconds, closed ? "closed" : "aborted");

        InvocationLoop CreateLoop(RuntimeApiClient client) => new(client, host, logger, clock);
    }
}
