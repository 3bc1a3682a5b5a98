using System.Text.Json;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Cli.Invoke;

/// <summary>
/// Reads the messages of an SQS event: bodies, attributes, group and deduplication ids. The queue gives each message a new id,
/// checksums and times.
/// </summary>
internal static class EventFile
{
    /// <summary>The file of an example of <c>invoke --example</c>.</summary>
    public static FileInfo Example(string name) =>
        Files.Shipped("mappings", "samples", name == "order" ? "orders.json" : $"sqs-event-{name}.json");

    /// <exception cref="CliException">The file is not an SQS event, or a producer could not have sent one of its
    /// records.</exception>
    public static IReadOnlyList<OutgoingMessage> Read(FileInfo file)
    {
        try
        {
            using var document = JsonDocument.Parse(Load(file));
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !JsonMembers.TryFind(document.RootElement, "Records", out var records))
            {
                throw Wrong(file, $"The file has no Records and no Messages.{BodyHint(file)}");
            }
            return [.. records.EnumerateArray().Select((record, i) => ReadRecord(file, record, i))];
        }
        catch (JsonException e)
        {
            throw Wrong(
                file,
                $"The event is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.{BodyHint(file)}");
        }
        catch (InvalidOperationException)
        {
            throw Wrong(file, "Records is not a list.");
        }
    }

    /// <summary>The event of a file; the output of <c>aws sqs receive-message</c> becomes one.</summary>
    /// <exception cref="CliException">The file cannot be read, or a received message has no id.</exception>
    public static byte[] Load(FileInfo file)
    {
        try
        {
            return EventInput.OfFile(Files.ReadUtf8(file));
        }
        catch (SqsEventException e)
        {
            throw Wrong(file, e.Message);
        }
    }

    private static string BodyHint(FileInfo file) => $" If it is the body of a message, use --body @{file}.";

    private static OutgoingMessage ReadRecord(FileInfo file, JsonElement record, int index)
    {
        try
        {
            var system = Member(record, "attributes");
            return new OutgoingMessage(Text(record, "body") ?? "")
            {
                Attributes = [.. Member(record, "messageAttributes")?.EnumerateObject().Select(ReadAttribute) ?? []],
                GroupId = Text(system, "MessageGroupId"),
                DeduplicationId = Text(system, "MessageDeduplicationId"),
                TraceHeader = Text(system, "AWSTraceHeader"),
            };
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw Wrong(
                file, $"A producer cannot send Records[{index}]. Use --direct to invoke the function with the event as it is.");
        }
    }

    private static MessageAttributeValue ReadAttribute(JsonProperty attribute)
    {
        var type = attribute.Value.GetProperty("dataType").GetString() ?? "";
        return Text(attribute.Value, "stringValue") is { } text
            ? MessageAttributeValue.OfText(attribute.Name, type, text)
            : new MessageAttributeValue(attribute.Name, type, attribute.Value.GetProperty("binaryValue").GetBytesFromBase64());
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        JsonMembers.TryFind(element, name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static string? Text(JsonElement? element, string name) =>
        element is { } value && Member(value, name) is { } member ? member.GetString() : null;

    private static CliException Wrong(FileInfo file, string why) => CliErrors.EventNotSqs.At(file, why);
}
