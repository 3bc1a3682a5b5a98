using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Serve.Control;

/// <summary>A message to send.</summary>
internal sealed record WireMessage(string Body, IReadOnlyList<WireAttribute> Attributes, string? GroupId, string? DeduplicationId, string? TraceHeader)
{
    public static WireMessage From(OutgoingMessage message) =>
        new(message.Body, [.. message.Attributes.Select(WireAttribute.From)], message.GroupId, message.DeduplicationId, message.TraceHeader);

    public OutgoingMessage ToMessage() => new(Body)
    {
        Attributes = [.. Attributes.Select(attribute => new MessageAttributeValue(attribute.Name, attribute.Type, attribute.Value))],
        GroupId = GroupId,
        DeduplicationId = DeduplicationId,
        TraceHeader = TraceHeader,
    };
}
