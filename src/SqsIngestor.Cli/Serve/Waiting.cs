using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Serve;

/// <summary>How a server spends its time.</summary>
internal static class Waiting
{
    /// <summary>Waits until the server is to end.</summary>
    /// <param name="deliveries">What must go on as long as the server does; null for nothing.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="CliException">The deliveries have ended before.</exception>
    public static async Task UntilCancelledAsync(Task? deliveries, CancellationToken cancellation)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.Register(ended.SetResult);
        if (deliveries is null || await Task.WhenAny(ended.Task, deliveries) == ended.Task)
        {
            await ended.Task;
            return;
        }

        var cause = deliveries.Exception?.GetBaseException();
        throw new CliException(
            ExitCodes.Failure,
            $"error deliveries_ended: the function gets no more messages from the queue ({cause?.Message ?? "its loop has ended"}). Start the server again; this is a fault of the server, please report it.",
            cause);
    }
}
