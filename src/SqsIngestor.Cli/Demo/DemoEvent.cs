using System.Text.Json;

namespace SqsIngestor.Cli.Demo;

/// <summary>An event of the demo.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="Messages">How many messages it has; null when it is no SQS event, which the function is to find out.</param>
internal sealed record DemoEvent(string Name, byte[] Payload, int? Messages)
{
    public static DemoEvent Load(FileInfo file)
    {
        var payload = Files.Read(file);
        return new(file.Name, payload, Count(payload));
    }

    private static int? Count(byte[] payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("Records", out var records)
                && records.ValueKind == JsonValueKind.Array ? records.GetArrayLength() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
