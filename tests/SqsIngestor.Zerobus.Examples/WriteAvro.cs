using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>Writes Avro. A preview.</summary>
internal static class WriteAvro
{
    public static async Task RunAsync(IReadOnlyDictionary<string, string> settings, ZerobusStreamOptions orders)
    {
        var endpoint = ZerobusEndpoint.Parse(settings["ZEROBUS_ENDPOINT"]);

        var options = new ZerobusClientOptions { Endpoint = endpoint, Preview = new ZerobusPreviewOptions { Avro = true } };

        // The length of the text and the number, both as zigzag varints.
        byte[] datum = [2 * 7, .. "order-1"u8, 2 * 20];
        await Connect.UseAsync(settings, options, client => WriteAsync(client, orders.Table, datum));
    }

    private static async Task WriteAsync(ZerobusClient client, ZerobusTableName table, ReadOnlyMemory<byte> datum)
    {
        await using var stream = await client.OpenStreamAsync(new ZerobusStreamOptions
        {
            Table = table,
            RecordType = RecordType.Avro,
            AvroSchema =
                """
                {"type": "record", "name": "Order", "fields": [
                  {"name": "order_id", "type": "string"}, {"name": "amount", "type": "long"}]}
                """,
        });
        await stream.WriteAvroAsync(datum);

        await stream.FlushAsync();
        Console.WriteLine("Durable.");
    }
}
