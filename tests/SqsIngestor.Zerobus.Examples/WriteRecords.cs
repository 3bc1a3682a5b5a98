using Google.Protobuf;
using Sales;
using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>Writes protobuf records one by one.</summary>
internal static class WriteRecords
{
    public static async Task RunAsync(ZerobusClient client)
    {
        var orders = new ZerobusStreamOptions
        {
            Table = ZerobusTableName.Parse("main.sales.orders"),
            DescriptorProto = Order.Descriptor.ToProto().ToByteArray(),
        };
        await using var stream = await client.OpenStreamAsync(orders);

        var last = 0L;
        for (var i = 1; i <= 1000; i++)
            last = await stream.WriteAsync(new Order { OrderId = $"order-{i}", Amount = i }.ToByteArray());
        await stream.WaitForAckAsync(last);
        Console.WriteLine($"Everything up to offset {last} is durable.");
    }
}
