using Google.Protobuf;
using Sales;
using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>Several streams over two HTTP/2 connections.</summary>
internal static class SharedConnections
{
    public static async Task RunAsync(IReadOnlyDictionary<string, string> settings, ZerobusStreamOptions orders)
    {
        var endpoint = ZerobusEndpoint.Parse(settings["ZEROBUS_ENDPOINT"]);

        var options = new ZerobusClientOptions { Endpoint = endpoint, SharedConnections = 2 };

        await Connect.UseAsync(settings, options, client => WriteAsync(client, orders));
    }

    private static async Task WriteAsync(ZerobusClient client, ZerobusStreamOptions orders)
    {
        var streams = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.OpenStreamAsync(orders)));
        for (var i = 0; i < streams.Length; i++)
            await streams[i].WriteAsync(new Order { OrderId = $"order-{i}", Amount = i }.ToByteArray());
        await Task.WhenAll(streams.Select(stream => stream.CloseAsync()));
        Console.WriteLine($"Durable on {streams.Length} streams.");
    }
}
