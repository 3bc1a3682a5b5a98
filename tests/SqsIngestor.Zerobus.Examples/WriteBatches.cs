using Google.Protobuf;
using Sales;
using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>Writes records in batches.</summary>
internal static class WriteBatches
{
    public static async Task RunAsync(ZerobusClient client, ZerobusStreamOptions orders)
    {
        await using var stream = await client.OpenStreamAsync(orders);

        var batch = new List<ReadOnlyMemory<byte>>();
        for (var i = 1; i <= 100; i++)
            batch.Add(new Order { OrderId = $"order-{i}", Amount = i }.ToByteArray());
        var offset = await stream.WriteBatchAsync(batch);
        await stream.WaitForAckAsync(offset);
        Console.WriteLine($"The batch at offset {offset} is durable.");
    }
}
