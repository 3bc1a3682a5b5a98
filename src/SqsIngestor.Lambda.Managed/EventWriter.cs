using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Lambda.SQSEvents;

namespace SqsIngestor.Lambda.Managed;

/// <summary>
/// Writes an event as the JSON that it came from, because the pipeline reads bytes and the managed runtime gives objects. A null
/// value was absent.
/// </summary>
internal static class EventWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true,
    };

    /// <summary>Writes an event into the buffer, which is cleared first.</summary>
    public static void Write(FunctionEvent sqsEvent, EventBuffer buffer)
    {
        buffer.Clear();
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        // An event without records is not an SQS event; the reader reports that.
        if (sqsEvent.Records is { } records)
        {
            json.WriteStartArray("Records");
            foreach (var message in records) Write(message, json);
            json.WriteEndArray();
        }
        if (sqsEvent.Probe is { } probe) json.WriteBoolean("probe", probe);
        json.WriteEndObject();
    }

    private static void Write(SQSEvent.SQSMessage message, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        Text(json, "messageId", message.MessageId);
        Text(json, "receiptHandle", message.ReceiptHandle);
        Text(json, "body", message.Body);
        if (message.Attributes is { } attributes)
        {
            json.WriteStartObject("attributes");
            foreach (var (name, value) in attributes) Text(json, name, value);
            json.WriteEndObject();
        }
        if (message.MessageAttributes is { } messageAttributes)
        {
            json.WriteStartObject("messageAttributes");
            foreach (var (name, value) in messageAttributes) Write(name, value, json);
            json.WriteEndObject();
        }
        Text(json, "md5OfBody", message.Md5OfBody);
        Text(json, "md5OfMessageAttributes", message.Md5OfMessageAttributes);
        Text(json, "eventSource", message.EventSource);
        Text(json, "eventSourceARN", message.EventSourceArn);
        Text(json, "awsRegion", message.AwsRegion);
        json.WriteEndObject();
    }

    private static void Write(string name, SQSEvent.MessageAttribute attribute, Utf8JsonWriter json)
    {
        json.WriteStartObject(name);
        Text(json, "stringValue", attribute.StringValue);
        if (attribute.BinaryValue is { } binary) json.WriteBase64String("binaryValue", Bytes(binary));
        if (attribute.StringListValues is { } strings)
        {
            json.WriteStartArray("stringListValues");
            foreach (var value in strings) json.WriteStringValue(value);
            json.WriteEndArray();
        }
        if (attribute.BinaryListValues is { } binaries)
        {
            json.WriteStartArray("binaryListValues");
            foreach (var value in binaries) json.WriteBase64StringValue(Bytes(value));
            json.WriteEndArray();
        }
        Text(json, "dataType", attribute.DataType);
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Bytes(MemoryStream stream) => stream.TryGetBuffer(out var bytes) ? bytes : stream.ToArray();

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
