using System.Runtime.InteropServices;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Commands;

/// <summary>Ctrl-C, SIGTERM, and SIGHUP of a terminal that closes, while a command runs.</summary>
internal static class StopSignals
{
    /// <summary>
    /// Runs a command. A signal cancels it. If it does not end then, because it waits for a file or for another program, it is
    /// left behind; a second signal leaves it behind at once.
    /// </summary>
    /// <param name="patience">How long a cancelled command may take to end in order.</param>
    /// <param name="command">The command.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(TimeSpan patience, Func<CancellationToken, Task<int>> command)
    {
        using var stop = new CancellationTokenSource();
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var registrations = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
            .Select(signal => PosixSignalRegistration.Create(signal, Stop)).ToList();
        try
        {
            // A command may wait without a thread to spare for anything else.
            var running = Task.Run(() => command(stop.Token));
            return await Task.WhenAny(running, left.Task) == running ? await running : ExitCodes.Cancelled;
        }
        finally
        {
            foreach (var registration in registrations) registration.Dispose();
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            if (stop.IsCancellationRequested)
            {
                left.TrySetResult();
                return;
            }

            stop.Cancel();
            _ = Task.Delay(patience, TimeProvider.System).ContinueWith(
                _ => left.TrySetResult(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }
}
