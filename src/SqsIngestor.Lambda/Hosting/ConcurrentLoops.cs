using System.Globalization;
using Microsoft.Extensions.Logging;
using SqsIngestor.Lambda.Runtime;

namespace SqsIngestor.Lambda.Hosting;

/// <summary>
/// Runs as many loops as Lambda may send invocations at the same time (AWS_LAMBDA_MAX_CONCURRENCY, set on Managed Instances;
/// one otherwise). Each has its own client and buffers; they share plan, tokens and streams.
/// </summary>
/// <param name="api">The APIs of Lambda.</param>
/// <param name="count">How many loops, at least 1.</param>
/// <param name="create">Creates the loop of a client.</param>
/// <param name="logger">Receives refusals of the Runtime API.</param>
internal sealed class ConcurrentLoops(RuntimeApi api, int count, Func<RuntimeApiClient, InvocationLoop> create, ILogger logger)
{
    /// <summary>The value of AWS_LAMBDA_MAX_CONCURRENCY; 1 for anything but a whole number above 1.</summary>
    public static int ParseCount(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 1 ? count : 1;

    /// <summary>Runs until every loop has ended, or one has failed.</summary>
    /// <param name="stopping">The loops get no more events; running invocations are answered.</param>
    /// <exception cref="RuntimeApiException">The process must end.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        var clients = new List<RuntimeApiClient>();
        for (var i = 0; i < count; i++) clients.Add(new RuntimeApiClient(api, logger, isAlone: count == 1));
        try
        {
            var running = clients.ConvertAll(client => RunAsync(create(client), stopping));
            while (running.Count > 0)
            {
                var ended = await Task.WhenAny(running).ConfigureAwait(false);
                await ended.ConfigureAwait(false);
                running.Remove(ended);
            }
        }
        finally
        {
            clients.ForEach(static client => client.Dispose());
        }
    }

    private static async Task RunAsync(InvocationLoop loop, CancellationToken stopping)
    {
        try
        {
            await loop.RunAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It was waiting for an event.
        }
    }
}
