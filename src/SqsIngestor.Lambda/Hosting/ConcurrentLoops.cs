using System.Globalization;
using Microsoft.Extensions.Logging;
using SqsIngestor.Lambda.Runtime;

namespace SqsIngestor.Lambda.Hosting;

/// <summary>
/// As many loops as Lambda may send invocations at the same time (AWS_LAMBDA_MAX_CONCURRENCY, set on Managed Instances;
/// otherwise one). Each has a client and buffers of its own; plan, tokens and streams they share.
/// </summary>
/// <param name="api">Where Lambda is.</param>
/// <param name="count">How many loops, at least 1.</param>
/// <param name="create">Makes the loop of a client.</param>
/// <param name="logger">Receives what the Runtime API refuses.</param>
internal sealed class ConcurrentLoops(RuntimeApi api, int count, Func<RuntimeApiClient, InvocationLoop> create, ILogger logger)
{
    /// <summary>Reads AWS_LAMBDA_MAX_CONCURRENCY; 1 for anything that is no number above it.</summary>
    public static int ParseCount(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 1 ? count : 1;

    /// <summary>Runs until every loop has ended. The first failure of one is the end of all.</summary>
    /// <param name="stopping">No more events are asked for; invocations that run are answered.</param>
    /// <exception cref="RuntimeApiException">The process has to end.</exception>
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
