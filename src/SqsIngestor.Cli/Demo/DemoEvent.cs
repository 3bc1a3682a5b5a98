using SqsIngestor.Emulator.Lambda.EventSource;

namespace SqsIngestor.Cli.Demo;

/// <summary>An event of the demo.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="Batch">Its messages; null when it is no SQS event, which the function is to find out.</param>
internal sealed record DemoEvent(string Name, byte[] Payload, SqsBatch? Batch)
{
    public static DemoEvent Load(FileInfo file)
    {
        var payload = Files.Read(file);
        return new(file.Name, payload, SqsBatch.TryRead(payload));
    }
}
