using System.Diagnostics;

namespace SqsIngestor.Zerobus.Internal.Telemetry;

/// <summary>The measurements of one stream, tagged with its table.</summary>
internal sealed class StreamTelemetry(ZerobusTableName table)
{
    private readonly KeyValuePair<string, object?> _table = new("zerobus.table", table.FullName);
    private long _reopens;

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

    public void Reopened(string cause)
    {
        Interlocked.Increment(ref _reopens);
        ZerobusMetrics.Reopens.Add(1, _table, new("zerobus.cause", cause));
    }

    /// <summary>A span around one attempt to open.</summary>
    public Activity? StartOpen()
    {
        var activity = ZerobusActivity.Source.StartActivity("zerobus.open", ActivityKind.Client);
        return activity?.SetTag("zerobus.table", table.FullName);
    }
}
