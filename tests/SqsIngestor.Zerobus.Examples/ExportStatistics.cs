using System.Diagnostics.Metrics;
using Google.Protobuf;
using Sales;
using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>Exports how long acks take, and counts connections that were replaced.</summary>
internal static class ExportStatistics
{
    public static async Task RunAsync(IReadOnlyDictionary<string, string> settings, ZerobusStreamOptions orders)
    {
        using var meter = new Meter("Orders");
        var statistics = new AckStatistics(meter.CreateHistogram<double>("orders.ack", "s"));
        var endpoint = ZerobusEndpoint.Parse(settings["ZEROBUS_ENDPOINT"]);
        var options = new ZerobusClientOptions { Endpoint = endpoint, Statistics = statistics };
        await Connect.UseAsync(settings, options, client => WriteAsync(client, orders));
        Console.WriteLine($"Opened: {statistics.Opened}");
    }

    private static async Task WriteAsync(ZerobusClient client, ZerobusStreamOptions orders)
    {
        await using var stream = await client.OpenStreamAsync(orders);
        for (var i = 1; i <= 10; i++)
            await stream.WriteAsync(new Order { OrderId = $"order-{i}", Amount = i }.ToByteArray());
        await stream.FlushAsync();
    }
}

/// <summary>Records the latency of each request that became durable.</summary>
internal sealed class AckStatistics(Histogram<double> latency) : IZerobusStatistics
{
    private int _opened;

    public int Opened => _opened;

    public void RequestEnded(in ZerobusRequestStatistics request)
    {
        if (request.AckLatency is { } took) latency.Record(took.TotalSeconds);
    }

    public void OpenEnded(in ZerobusOpenStatistics open)
    {
        if (open.Error is null) Interlocked.Increment(ref _opened);
    }

    public void StreamReopened(in ZerobusReopenStatistics reopen) { }
}
