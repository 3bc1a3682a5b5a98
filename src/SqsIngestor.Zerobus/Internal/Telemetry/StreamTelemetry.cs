using System.Diagnostics;

namespace SqsIngestor.Zerobus.Internal.Telemetry;

/// <summary>The measurements of one stream, tagged with its table.</summary>
/// <param name="table">The table.</param>
/// <param name="opens">The opens of the table; null counts none.</param>
/// <param name="exporter">Exports the statistics; null for none.</param>
internal sealed class StreamTelemetry(ZerobusTableName table, TableOpens? opens = null, StatisticsExporter? exporter = null)
{
    private readonly KeyValuePair<string, object?> _table = new("zerobus.table", table.FullName);
    private long _reopens;

    /// <summary>Exports the statistics; null for none.</summary>
    public StatisticsExporter? Exporter => exporter;

    /// <summary>Connections replaced so far.</summary>
    public long Reopens => Interlocked.Read(ref _reopens);

    public void Accepted(int records, long bytes)
    {
        ZerobusMetrics.RecordsWritten.Add(records, _table);
        ZerobusMetrics.BytesWritten.Add(bytes, _table);
        ZerobusMetrics.InFlightRequests.Add(1, _table);
        ZerobusMetrics.InFlightBytes.Add(bytes, _table);
    }

    public void Acked(TimeSpan latency)
    {
        ZerobusMetrics.Acks.Add(1, _table);
        ZerobusMetrics.AckLatency.Record(latency.TotalSeconds, _table);
    }

    public void Settled(int requests, int records, long bytes)
    {
        ZerobusMetrics.RecordsAcked.Add(records, _table);
        ZerobusMetrics.InFlightRequests.Add(-requests, _table);
        ZerobusMetrics.InFlightBytes.Add(-bytes, _table);
    }

    public void Refused(int records) => ZerobusMetrics.RecordsRefused.Add(records, _table);

    public void Reopened(ZerobusReopenCause cause, string previousStreamId, string streamId)
    {
        Interlocked.Increment(ref _reopens);
        ZerobusMetrics.Reopens.Add(1, _table, new("zerobus.cause", TagOf(cause)));
        exporter?.StreamReopened(new ZerobusReopenStatistics
        {
            Table = table,
            StreamId = streamId,
            PreviousStreamId = previousStreamId,
            Cause = cause,
        });
    }

    /// <summary>An attempt to open begins.</summary>
    /// <returns>Whether these are so many that a warning is due: see <see cref="TableOpens"/>.</returns>
    public bool OpenBegins() => opens?.Add() ?? false;

    /// <summary>An attempt to open is over.</summary>
    /// <param name="streamId">The id of the stream; empty if it did not open.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="isFirst">Whether the stream had no connection before.</param>
    /// <param name="error">Why it failed; null if it did not.</param>
    public void OpenEnded(string streamId, TimeSpan duration, bool isFirst, ZerobusErrorCode? error) =>
        exporter?.OpenEnded(new ZerobusOpenStatistics
        {
            Table = table,
            StreamId = streamId,
            Duration = duration,
            Error = error,
            IsReopen = !isFirst,
        });

    /// <summary>A span around one attempt to open.</summary>
    public Activity? StartOpen()
    {
        var activity = ZerobusActivity.Source.StartActivity("zerobus.open", ActivityKind.Client);
        return activity?.SetTag("zerobus.table", table.FullName);
    }

    private static string TagOf(ZerobusReopenCause cause) => cause switch
    {
        ZerobusReopenCause.Status => "status",
        ZerobusReopenCause.ServerEnded => "server_ended",
        ZerobusReopenCause.Silence => "silence",
        ZerobusReopenCause.Violation => "violation",
        ZerobusReopenCause.CloseSignal => "close_signal",
        ZerobusReopenCause.Discarded => "discarded",
        ZerobusReopenCause.Renewed => "renewed",
        ZerobusReopenCause.Isolation => "isolation",
        _ => throw new UnreachableException(),
    };
}
