using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Serve;

/// <summary>Keeps a server up until it is stopped.</summary>
internal static class ServerLifetime
{
    /// <summary>Waits until the server is stopped.</summary>
    /// <param name="deliveries">Completes only if deliveries to the function stop; null without a function.</param>
    /// <param name="cancellation">Stops the server.</param>
    /// <exception cref="CliException">Deliveries stopped first.</exception>
    public static async Task RunAsync(Task? deliveries, CancellationToken cancellation)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.Register(ended.SetResult);
        if (deliveries is null || await Task.WhenAny(ended.Task, deliveries) == ended.Task)
        {
            await ended.Task;
            return;
        }

        var cause = deliveries.Exception?.GetBaseException();
        throw CliErrors.DeliveriesEnded.Because(
            $"The server stopped delivering messages to the function ({cause?.Message ?? "its loop has ended"}). "
            + "Start the server again, and report this as a bug.", cause);
    }
}
