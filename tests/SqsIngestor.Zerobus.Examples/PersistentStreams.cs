using Google.Protobuf;
using Sales;
using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>A stream that goes on where the last run of the program ended. A preview.</summary>
internal static class PersistentStreams
{
    public static async Task RunAsync(IReadOnlyDictionary<string, string> settings, ZerobusStreamOptions orders)
    {
        var endpoint = ZerobusEndpoint.Parse(settings["ZEROBUS_ENDPOINT"]);

        var options = new ZerobusClientOptions
        {
            Endpoint = endpoint,
            Preview = new ZerobusPreviewOptions { PersistentStreams = true },
        };

        await Connect.UseAsync(settings, options, client => WriteAsync(client, orders, settings["STREAM_FILE"]));
    }

    /// <param name="client">The client, with the preview on.</param>
    /// <param name="orders">The table.</param>
    /// <param name="file">Keeps the id of the stream.</param>
    private static async Task WriteAsync(ZerobusClient client, ZerobusStreamOptions orders, string file)
    {
        const int Count = 100;

        var id = File.Exists(file) ? await File.ReadAllTextAsync(file) : null;
        await using var stream = await client.OpenStreamAsync(orders with
        {
            Persistent = new PersistentStreamOptions { StreamId = id },
        });
        await File.WriteAllTextAsync(file, stream.StreamId);

        // The source has the record of each offset, so the program needs to know nothing else.
        for (var i = stream.FirstOffset; i < Count; i++)
            await stream.WriteAsync(new Order { OrderId = $"order-{i}", Amount = i }.ToByteArray());
        await stream.CloseAsync();

        await client.RetireStreamAsync(orders.Table, stream.StreamId);
        File.Delete(file);

        Console.WriteLine($"Durable from offset {stream.FirstOffset} on.");
    }
}
