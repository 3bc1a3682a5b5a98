using Microsoft.Extensions.Logging;
using SqsIngestor.Lambda.Runtime;
using SqsIngestor.Pipeline;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Logging;

namespace SqsIngestor.Lambda.Hosting;

/// <summary>The process from its start to its end.</summary>
internal static class FunctionProcess
{
    // Lambda ends an init at 10 s; what is not open by then is opened by the first invocation.
    private static readonly TimeSpan InitTime = TimeSpan.FromSeconds(8);

    // Lambda kills the process 500 ms after SIGTERM.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan CloseTime = TimeSpan.FromMilliseconds(200);

    /// <returns>The exit code: 0 after SIGTERM, 1 when the function did not start or Lambda is gone.</returns>
    public static async Task<int> RunAsync(Func<string, string?> variables, TimeProvider clock)
    {
        if (variables("AWS_LAMBDA_RUNTIME_API") is not { Length: > 0 } address)
        {
            await Console.Error.WriteLineAsync("AWS_LAMBDA_RUNTIME_API is not set: this program is started by AWS Lambda, or by 'sqs-ingestor demo' on your machine.").ConfigureAwait(false);
            return 1;
        }
        using var output = Console.OpenStandardOutput();
        using var loggers = LineLoggerFactory.Create(variables, output, clock);
        var logger = loggers.CreateLogger("SqsIngestor.Lambda");
        try
        {
            HeapLimit.Apply(variables, logger);
            using var api = new RuntimeApi(address);
            using var initDeadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
            // Comes back when it waits for others, and nothing that they wait for comes before it.
            var starting = StartAsync(api, variables, loggers, logger, clock, initDeadline.Token);
            // Only now, because the first timer of a process starts a thread. Compiling takes milliseconds.
            initDeadline.CancelAfter(InitTime);
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

    /// <summary>Starts the function, or tells Lambda why it cannot be started.</summary>
    private static async Task<FunctionHost?> StartAsync(
        RuntimeApi api, Func<string, string?> variables, LineLoggerFactory loggers, ILogger logger, TimeProvider clock, CancellationToken initDeadline)
    {
        try
        {
            return await FunctionHost.StartAsync(variables, loggers, clock, initDeadline).ConfigureAwait(false);
        }
        catch (FunctionException e)
        {
            await FailAsync(e.ErrorType, e.Message).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Lambda is told whatever it is; unhandled, it would be an exit code without a word.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // Its message may quote what it failed at, a secret perhaps. Where it was thrown helps as much.
            await FailAsync(FunctionErrorTypes.Unexpected, $"an unexpected {e.GetType().Name}{Environment.NewLine}{e.StackTrace}").ConfigureAwait(false);
        }
        return null;

        async Task FailAsync(string errorType, string reason)
        {
            Log.InitFailed(logger, errorType, reason);
            using var client = new RuntimeApiClient(api, logger);
            await client.FailInitAsync(errorType, reason, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task ServeAsync(
        RuntimeApi api, Func<string, string?> variables, FunctionHost host, InternalExtension extension, ILogger logger, TimeProvider clock, CancellationToken stopping)
    {
        var loops = new ConcurrentLoops(api, ConcurrentLoops.ParseCount(variables("AWS_LAMBDA_MAX_CONCURRENCY")), CreateLoop, logger);
        var serving = loops.RunAsync(stopping);
        extension.Ready();
        await Task.WhenAny(serving, Task.Delay(Timeout.InfiniteTimeSpan, clock, stopping)).ConfigureAwait(false);
        // Only a failure ends the loops without the signal.
        if (!stopping.IsCancellationRequested) await serving.ConfigureAwait(false);
        var started = clock.GetTimestamp();
        // An invocation that is nearly done gets the time to answer. One that is not comes back to the queue.
        await Task.WhenAny(serving, Task.Delay(AnswerTime, clock, CancellationToken.None)).ConfigureAwait(false);
        var closed = await host.CloseAsync(CloseTime).ConfigureAwait(false);
        RuntimeLog.Stopped(logger, clock.GetElapsedTime(started).TotalMilliseconds, closed ? "closed" : "cut off");

        InvocationLoop CreateLoop(RuntimeApiClient client) => new(client, host.CreateProcessor(), host.Function, host.Metrics, logger, clock);
    }
}
