using System.Text.Json;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Events;

/// <summary>
/// Writes the messages of <c>ReceiveMessage</c> as the records of an event. Lambda has the same members, in another case.
/// </summary>
internal static class ReceivedMessages
{
    private static readonly (string Received, string Event)[] Members =
    [
        ("MessageId", "messageId"),
        ("ReceiptHandle", "receiptHandle"),
        ("Body", "body"),
        ("Attributes", "attributes"),
        ("MD5OfMessageAttributes", "md5OfMessageAttributes"),
        ("MD5OfBody", "md5OfBody"),
    ];

    private static readonly (string Received, string Event)[] ValueMembers =
    [
        ("StringValue", "stringValue"),
        ("BinaryValue", "binaryValue"),
        ("StringListValues", "stringListValues"),
        ("BinaryListValues", "binaryListValues"),
        ("DataType", "dataType"),
    ];

    /// <exception cref="SqsEventException">A message is not an object with a MessageId.</exception>
    public static void Write(Utf8JsonWriter writer, JsonElement messages)
    {
        var index = 0;
        foreach (var message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object || !JsonMembers.TryFind(message, "MessageId", out _))
            {
                throw new SqsEventException(
                    $"message {index} has no MessageId: the file is not the output of aws sqs receive-message");
            }
            WriteMessage(writer, message);
            index++;
        }
    }

    private static void WriteMessage(Utf8JsonWriter writer, JsonElement message)
    {
        writer.WriteStartObject();
        Copy(writer, message, Members);
        writer.WriteStartObject("messageAttributes");
        if (JsonMembers.TryFind(message, "MessageAttributes", out var attributes) && attributes.ValueKind == JsonValueKind.Object)
        {
            foreach (var attribute in attributes.EnumerateObject())
            {
                writer.WriteStartObject(JsonMembers.NameOf(attribute));
                if (attribute.Value.ValueKind == JsonValueKind.Object) Copy(writer, attribute.Value, ValueMembers);
                writer.WriteEndObject();
            }
        }
        writer.WriteEndObject();
        EventInput.WriteQueue(writer);
        writer.WriteEndObject();
    }

    /// <summary>Copies members as they are written, so that no text changes.</summary>
    private static void Copy(Utf8JsonWriter writer, JsonElement from, (string Received, string Event)[] members)
    {
        foreach (var (received, name) in members)
        {
            if (!JsonMembers.TryFind(from, received, out var value)) continue;
            writer.WritePropertyName(name);
            writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
        }
    }
}
