using Google.Protobuf;
using Sales;
using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>Writes what a stream has not delivered to another one.</summary>
internal static class Replay
{
    public static async Task RunAsync(ZerobusClient client, ZerobusStreamOptions orders)
    {
        await using var stream = await client.OpenStreamAsync(orders);
        for (var i = 1; i <= 100; i++)
            await stream.WriteAsync(new Order { OrderId = $"order-{i}", Amount = i }.ToByteArray());
        // Stands for a failure: the stream ends before its records are durable.
        stream.Abort();

        try
        {
            await stream.FlushAsync();
        }
        catch (ZerobusException) when (stream.Failure is { IsRetryable: true } failure)
        {
            await using var next = await client.OpenStreamAsync(orders);
            foreach (var write in stream.GetUnacked())
            {
                if (write.Offset == failure.SuspectOffset)
                    continue; // It is the likely cause. Keep it for somebody to look at.
                if (write.IsBatch)
                    await next.WriteBatchAsync(write.Records);
                else
                    await next.WriteAsync(write.Records[0]);
            }

            await next.FlushAsync();
        }

        Console.WriteLine("All orders are durable.");
    }
}
