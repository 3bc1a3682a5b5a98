using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>Writes JSON, which needs no descriptor.</summary>
internal static class WriteJson
{
    public static async Task RunAsync(ZerobusClient client)
    {
        await using var events = await client.OpenStreamAsync(new ZerobusStreamOptions
        {
            Table = ZerobusTableName.Parse("main.web.events"),
            RecordType = RecordType.Json,
        });
        await events.WriteJsonAsync("""{"event_id": "e-1", "path": "/cart"}"""u8.ToArray());
        await events.FlushAsync();
        Console.WriteLine($"Unacked: {events.GetUnacked().Count}");
    }
}
