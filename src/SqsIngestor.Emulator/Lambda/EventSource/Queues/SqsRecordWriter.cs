using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>Writes a message as Lambda delivers it.</summary>
internal static class SqsRecordWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(QueuedMessage message, LocalQueueOptions queue)
    {
        var content = message.Content!;
        var buffer = new ArrayBufferWriter<byte>(512 + content.Body.Length);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("messageId", message.Id);
        json.WriteString("receiptHandle", message.ReceiptHandle);
        json.WriteString("body", content.Body);
        WriteSystemAttributes(json, message, queue);
        WriteAttributes(json, content.Attributes);
        json.WriteString("md5OfBody", message.Md5OfBody);
        if (message.Md5OfAttributes is { } sum) json.WriteString("md5OfMessageAttributes", sum);
        json.WriteString("eventSource", "aws:sqs");
        json.WriteString("eventSourceARN", queue.Arn);
        json.WriteString("awsRegion", queue.Region);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteSystemAttributes(Utf8JsonWriter json, QueuedMessage message, LocalQueueOptions queue)
    {
        json.WriteStartObject("attributes");
        json.WriteString("ApproximateReceiveCount", message.ReceiveCount.ToString(CultureInfo.InvariantCulture));
        if (message.Content!.TraceHeader is { } trace) json.WriteString("AWSTraceHeader", trace);
        json.WriteString("SentTimestamp", Milliseconds(message.SentAt));
        if (queue.IsFifo)
        {
            json.WriteString("SequenceNumber", message.SequenceNumber);
            json.WriteString("MessageDeduplicationId", message.DeduplicationId);
        }

        if (message.GroupId is { } group) json.WriteString("MessageGroupId", group);
        json.WriteString("SenderId", "AIDALOCAL");
        json.WriteString("ApproximateFirstReceiveTimestamp", Milliseconds(message.FirstReceivedAt));
        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, IReadOnlyList<MessageAttributeValue> attributes)
    {
        json.WriteStartObject("messageAttributes");
        foreach (var attribute in attributes)
        {
            json.WriteStartObject(attribute.Name);
            if (attribute.IsBinary) json.WriteBase64String("binaryValue", attribute.Value.Span);
            else json.WriteString("stringValue", attribute.Value.Span);
            json.WriteStartArray("stringListValues");
            json.WriteEndArray();
            json.WriteStartArray("binaryListValues");
            json.WriteEndArray();
            json.WriteString("dataType", attribute.Type);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Milliseconds(DateTimeOffset time) =>
        time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}

/// <summary>A message as one receive returned it.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="ReceiptHandle">Identifies this receive; a later one has another.</param>
/// <param name="ReceiveCount">How often it has been received, this time included.</param>
/// <param name="Record">The message as an element of an event's Records, JSON in UTF-8.</param>
public sealed record ReceivedMessage(string MessageId, string ReceiptHandle, int ReceiveCount, ReadOnlyMemory<byte> Record);
