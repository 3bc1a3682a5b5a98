using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Serve.Control;

/// <summary>An attribute of a message to send; its value is base64 in JSON, whatever the type.</summary>
internal sealed record WireAttribute(string Name, string Type, byte[] Value)
{
    public static WireAttribute From(MessageAttributeValue attribute) => new(attribute.Name, attribute.Type, attribute.Value.ToArray());
}
