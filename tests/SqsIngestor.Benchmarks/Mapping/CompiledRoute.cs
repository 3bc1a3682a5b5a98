using System.Text.Json;
using Google.Protobuf;

namespace SqsIngestor.Benchmarks.Mapping;

/// <summary>The route that the product replaces: source-generated JSON classes into generated protobuf classes.</summary>
internal static class CompiledRoute
{
    public static long Encode(byte[] payload, DateTimeOffset ingestTime)
    {
        var @event = JsonSerializer.Deserialize(payload.AsSpan(), SqsEventJson.Default.SqsEvent)
            ?? throw new InvalidOperationException("no event");
        var bytes = 0L;
        foreach (var record in @event.Records) bytes += Build(record, ingestTime).ToByteArray().Length;
        return bytes;
    }

    private static table_sqs_messages Build(SqsRecord record, DateTimeOffset ingestTime)
    {
        var row = new table_sqs_messages
        {
            IngestedAt = (ingestTime - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
            IngestedDate = (ingestTime - DateTimeOffset.UnixEpoch).Days,
        };
        if (record.MessageId is { } id) row.MessageId = id;
        if (record.ReceiptHandle is { } handle) row.ReceiptHandle = handle;
        if (record.Body is { } body) row.Body = body;
        if (record.Md5OfBody is { } md5) row.Md5OfBody = md5;
        if (record.Md5OfMessageAttributes is { } attributesMd5) row.Md5OfMessageAttributes = attributesMd5;
        if (record.EventSourceArn is { } arn) row.QueueArn = arn;
        if (record.AwsRegion is { } region) row.AwsRegion = region;
        if (record.Attributes is { } attributes) row.Attributes.Add(attributes);
        foreach (var (name, attribute) in record.MessageAttributes ?? []) row.MessageAttributes.Add(name, Build(attribute));
        return row;
    }

    private static table_sqs_messages.Types.MessageAttribute Build(SqsAttribute attribute)
    {
        var result = new table_sqs_messages.Types.MessageAttribute();
        if (attribute.StringValue is { } text) result.StringValue = text;
        if (attribute.BinaryValue is { } bytes) result.BinaryValue = UnsafeByteOperations.UnsafeWrap(bytes);
        if (attribute.DataType is { } type) result.DataType = type;
        result.StringListValues.Add(attribute.StringListValues ?? []);
        result.BinaryListValues.Add((attribute.BinaryListValues ?? []).Select(b => UnsafeByteOperations.UnsafeWrap(b)));
        return result;
    }
}
