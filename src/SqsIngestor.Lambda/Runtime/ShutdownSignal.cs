using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using SqsIngestor.Pipeline.Logging;

namespace SqsIngestor.Lambda.Runtime;

/// <summary>SIGTERM as a cancellation token. Replaces the default, which ends the process at once.</summary>
internal sealed class ShutdownSignal : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly PosixSignalRegistration _registration;

    /// <param name="logger">Receives the signal.</param>
    public ShutdownSignal(ILogger logger)
    {
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            using (logger.BeginScope(InvocationIds.None)) RuntimeLog.Stopping(logger);
            _stopping.Cancel();
        });
    }

    /// <summary>Cancelled by the signal.</summary>
    public CancellationToken Token => _stopping.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _stopping.Dispose();
    }
}
