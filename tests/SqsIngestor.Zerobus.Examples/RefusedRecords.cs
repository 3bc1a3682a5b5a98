using Google.Protobuf;
using Sales;
using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>Writes a record that the service refuses, between records that it takes.</summary>
internal static class RefusedRecords
{
    public static async Task RunAsync(ZerobusClient client, ZerobusStreamOptions orders)
    {
        await using var stream = await client.OpenStreamAsync(orders);

        await stream.WriteAsync(new Order { OrderId = "order-1", Amount = 1 }.ToByteArray());
        await stream.WriteAsync(new Order { Amount = 2 }.ToByteArray()); // order_id is NOT NULL.
        await stream.WriteAsync(new Order { OrderId = "order-3", Amount = 3 }.ToByteArray());
        try
        {
            await stream.FlushAsync();
        }
        catch (ZerobusException e) when (e.Refused.Count > 0)
        {
            foreach (var refused in e.Refused)
                Console.WriteLine($"Offset {refused.Offset}: {refused.Code}");
        }
    }
}
