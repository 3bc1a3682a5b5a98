using System.Text;
using Google.Protobuf;
using Sales;
using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>Writes to one table through several streams.</summary>
internal static class ParallelStreams
{
    public static async Task RunAsync(ZerobusClient client, ZerobusStreamOptions orders)
    {
        await using var streams = await client.OpenParallelStreamsAsync(orders, count: 4);

        for (var i = 1; i <= 1000; i++)
        {
            var order = new Order { OrderId = $"order-{i % 10}", Amount = i };
            await streams.WriteAsync(order.ToByteArray(), key: Encoding.UTF8.GetBytes(order.OrderId));
        }

        try
        {
            await streams.FlushAsync();
        }
        catch (ZerobusException e) when (e is { StreamIndex: { } index, Fault: ZerobusFault.Stream, IsRetryable: true })
        {
            await streams.ReopenAsync(index, write => write.Offset != e.SuspectOffset);
            await streams.FlushAsync();
        }

        Console.WriteLine($"Durable on {streams.Count} streams.");
    }
}
