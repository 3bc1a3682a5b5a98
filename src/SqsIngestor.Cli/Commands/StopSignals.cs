using System.Runtime.InteropServices;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Commands;

/// <summary>Ctrl-C, SIGTERM, and SIGHUP of a terminal that closes, while a command runs.</summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>A disk that does not answer does not keep the program.</summary>
    private static readonly TimeSpan LongestChange = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly FileChanges _changes = FileChanges.Follow();

    private StopSignals()
    {
    }

    /// <summary>How long a cancelled command may take to end in order.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Runs a command. A signal cancels it. If it does not end then, because it waits for a file or for another program, it is
    /// left behind; a second signal leaves it behind at once. Files that it is changing are changed, or as they were, when this
    /// ends.
    /// </summary>
    /// <param name="command">The command. It sets its patience before it starts what needs more.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Func<StopSignals, CancellationToken, Task<int>> command)
    {
        using var signals = new StopSignals();
        var registrations = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
            .Select(signal => PosixSignalRegistration.Create(signal, signals.Stop)).ToList();
        try
        {
            // A command may wait without a thread to spare for anything else.
            var running = Task.Run(() => command(signals, signals._stop.Token));
            var code = await Task.WhenAny(running, signals._left.Task) == running ? await running : ExitCodes.Cancelled;
            if (signals._stop.IsCancellationRequested)
            {
                await Task.WhenAny(signals._changes.StopAsync(), Task.Delay(LongestChange, TimeProvider.System));
            }

            return code;
        }
        finally
        {
            foreach (var registration in registrations) registration.Dispose();
        }
    }

    public void Dispose() => _stop.Dispose();

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_stop.IsCancellationRequested)
        {
            _left.TrySetResult();
            return;
        }

        _ = _changes.StopAsync();
        _stop.Cancel();
        _ = Task.Delay(Patience, TimeProvider.System).ContinueWith(
            _ => _left.TrySetResult(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
