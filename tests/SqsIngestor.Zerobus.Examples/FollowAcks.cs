using Google.Protobuf;
using Sales;
using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>Follows the acks of a stream instead of waiting for single ones.</summary>
internal static class FollowAcks
{
    public static async Task RunAsync(ZerobusClient client, ZerobusStreamOptions orders)
    {
        var durable = 0;
        await using var stream = await client.OpenStreamAsync(orders with
        {
            OnAck = ack => durable += ack.RecordCount,
        });

        for (var i = 1; i <= 200; i++)
            await stream.WriteAsync(new Order { OrderId = $"order-{i}", Amount = i }.ToByteArray());
        await stream.CloseAsync();
        Console.WriteLine($"Durable: {durable}");
    }
}
