using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SqsIngestor.Zerobus.Internal.Telemetry;

/// <summary>The instruments of every stream in the process.</summary>
internal static class ZerobusMetrics
{
    private static readonly Meter Meter = new(ZerobusTelemetry.Name);

    public static Counter<long> RecordsWritten { get; } =
        Meter.CreateCounter<long>("zerobus.records.written", "{record}", "Records accepted by a stream.");

    public static Counter<long> BytesWritten { get; } =
        Meter.CreateCounter<long>("zerobus.bytes.written", "By", "Record bytes accepted by a stream.");

    public static Counter<long> RecordsAcked { get; } =
        Meter.CreateCounter<long>("zerobus.records.acked", "{record}", "Records that became durable.");

    public static Counter<long> RecordsRefused { get; } =
        Meter.CreateCounter<long>("zerobus.records.refused", "{record}", "Records that the service refused.");

    public static Counter<long> Acks { get; } =
        Meter.CreateCounter<long>("zerobus.acks", "{ack}", "Acks that settled something.");

    public static Histogram<double> AckLatency { get; } =
        Meter.CreateHistogram<double>("zerobus.ack.latency", "s", "From the send of a request to the ack that covers it.");

    public static Counter<long> Reopens { get; } =
        Meter.CreateCounter<long>("zerobus.reopens", "{open}", "Connections replaced, by cause.");

    public static UpDownCounter<long> InFlightRequests { get; } =
        Meter.CreateUpDownCounter<long>("zerobus.inflight.requests", "{request}", "Writes accepted and not settled.");

    public static UpDownCounter<long> InFlightBytes { get; } =
        Meter.CreateUpDownCounter<long>("zerobus.inflight.bytes", "By", "Record bytes accepted and not settled.");
}

/// <summary>The source of this client's spans.</summary>
internal static class ZerobusActivity
{
    public static ActivitySource Source { get; } = new(ZerobusTelemetry.Name);
}
