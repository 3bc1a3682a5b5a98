using Google.Protobuf;
using Sales;
using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>Writes records that must become durable in their order, or not at all, and within a time.</summary>
internal static class OrderingKeys
{
    public static async Task RunAsync(ZerobusClient client, ZerobusStreamOptions orders)
    {
        await using var stream = await client.OpenStreamAsync(orders);

        var deadline = TimeProvider.System.GetUtcNow().AddMinutes(2);
        var terms = new WriteTerms { OrderingKey = 4711, Expires = deadline };
        var created = await stream.WriteAsync(new Order { OrderId = "order-1" }.ToByteArray(), terms);
        var paid = await stream.WriteAsync(new Order { OrderId = "order-1", Amount = 20 }.ToByteArray(), terms);
        try
        {
            await stream.WaitForAckAsync(created);
            await stream.WaitForAckAsync(paid);
            Console.WriteLine("Both are durable, in their order.");
        }
        catch (ZerobusException e) when (e.Code is ZerobusErrorCode.RecordWithdrawn)
        {
            // Deliver both again, with a new key.
        }
    }
}
