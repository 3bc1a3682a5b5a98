using System.Text.Json;
using Google.Protobuf;

namespace SqsIngestor.Mapping.Tests.Records;

/// <summary>Builds the row of a record with the generated class, from the JSON document model.</summary>
internal static class SqsMessagesOracle
{
    public static table_sqs_messages Build(JsonElement record)
    {
        var row = new table_sqs_messages
        {
            MessageId = Text(record, "messageId")!,
            IngestedAt = (TestEncoding.Invocation.IngestTime - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
            IngestedDate = (TestEncoding.Invocation.IngestTime - DateTimeOffset.UnixEpoch).Days,
        };
        if (Text(record, "receiptHandle") is { } handle) row.ReceiptHandle = handle;
        if (Text(record, "body") is { } body) row.Body = body;
        if (Text(record, "md5OfBody") is { } md5) row.Md5OfBody = md5;
        if (Text(record, "md5OfMessageAttributes") is { } attributesMd5) row.Md5OfMessageAttributes = attributesMd5;
        if (Text(record, "eventSourceARN") is { } arn) row.QueueArn = arn;
        if (Text(record, "awsRegion") is { } region) row.AwsRegion = region;
        foreach (var attribute in Members(record, "attributes")) row.Attributes[attribute.Name] = attribute.Value.GetString()!;
        foreach (var attribute in Members(record, "messageAttributes"))
        {
            row.MessageAttributes[attribute.Name] = BuildAttribute(attribute.Value);
        }
        return row;
    }

    private static table_sqs_messages.Types.MessageAttribute BuildAttribute(JsonElement attribute)
    {
        var result = new table_sqs_messages.Types.MessageAttribute();
        if (Text(attribute, "stringValue") is { } text) result.StringValue = text;
        if (Text(attribute, "binaryValue") is { } bytes) result.BinaryValue = ByteString.FromBase64(bytes);
        if (Text(attribute, "dataType") is { } type) result.DataType = type;
        result.StringListValues.Add(attribute.GetProperty("stringListValues").EnumerateArray().Select(v => v.GetString()!));
        result.BinaryListValues.Add(
            attribute.GetProperty("binaryListValues").EnumerateArray().Select(v => ByteString.FromBase64(v.GetString()!)));
        return result;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static JsonElement.ObjectEnumerator Members(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.EnumerateObject() : default;
}
