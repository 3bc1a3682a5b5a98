using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Mapping.Tests;

/// <summary>Encodes whole events and keeps what became of each message.</summary>
internal static class TestEncoding
{
    public static readonly InvocationContext Invocation = new()
    {
        IngestTime = new DateTimeOffset(2026, 3, 1, 23, 59, 59, TimeSpan.Zero).AddTicks(1234567),
    };

    public static List<(byte[][] Rows, RecordError? Error)> Event(
        MappingPlan plan, byte[] payload, int? messageBytes = null)
    {
        var results = new List<(byte[][], RecordError?)>();
        var (encoder, message, reader) = (
            plan.CreateEncoder(messageBytes), plan.CreateMessage(), new SqsEventReader(payload, payload.Length));
        while (reader.Read(message))
        {
            encoder.Encode(message, Invocation);
            results.Add(([.. encoder.Rows.Select(r => encoder.Bytes(r).ToArray())], encoder.Error));
        }
        return results;
    }

    /// <summary>One message with a body, from the queue my-queue, with the attributes tenant, count and bin.</summary>
    public static (byte[][] Rows, RecordError? Error) Body(MappingPlan plan, string body)
    {
        var record = $$$"""
            {"messageId":"m","body":{{{JsonSerializer.Serialize(body)}}},
            "attributes":{"ApproximateReceiveCount":"3"},"messageAttributes":{
            "tenant":{"stringValue":"x","dataType":"String"},
            "count":{"stringValue":"5","dataType":"Number.java.lang.Integer"},
            "bin":{"binaryValue":"SGVsbG8=","dataType":"Binary"}},
            "eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:my-queue","awsRegion":"us-east-2"}
            """;
        return Event(plan, Encoding.UTF8.GetBytes($$"""{"Records":[{{record}}]}""")).Single();
    }
}
