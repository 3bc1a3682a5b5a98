using Microsoft.Extensions.Logging;

namespace SqsIngestor.Zerobus.Internal.Telemetry;

/// <summary>Calls the caller's exporter, whose exceptions end nothing. Safe for use by several threads.</summary>
internal sealed class StatisticsExporter(IZerobusStatistics statistics, ILogger logger)
{
    private delegate void Report<T>(IZerobusStatistics statistics, in T what);

    private int _threw;

    public void RequestEnded(in ZerobusRequestStatistics request) =>
        Call(static (IZerobusStatistics s, in ZerobusRequestStatistics r) => s.RequestEnded(r), request);

    public void OpenEnded(in ZerobusOpenStatistics open) =>
        Call(static (IZerobusStatistics s, in ZerobusOpenStatistics o) => s.OpenEnded(o), open);

    public void StreamReopened(in ZerobusReopenStatistics reopen) =>
        Call(static (IZerobusStatistics s, in ZerobusReopenStatistics r) => s.StreamReopened(r), reopen);

    private void Call<T>(Report<T> report, in T what)
    {
        try
        {
            report(statistics, what);
        }
#pragma warning disable CA1031 // Whatever the caller's exporter throws must not end a stream.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // One that always throws would fill the log.
            if (Interlocked.Exchange(ref _threw, 1) == 0)
                ZerobusLog.StatisticsThrew(logger, e.GetType().Name);
        }
    }
}
