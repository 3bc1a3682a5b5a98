using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SqsIngestor.Benchmarks.Mapping;

/// <summary>An event of 10,000 messages, about 8 MB, with bodies of about 300 bytes of JSON.</summary>
internal static class BenchmarkEvent
{
    public const int Messages = 10_000;

    // As Lambda escapes: a quote is \", not \u0022.
    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Create()
    {
        var json = new StringBuilder("{\"Records\":[");
        for (var i = 0; i < Messages; i++)
        {
            var body = string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                {"type":"order.created","id":"ord-{{i:d8}}","status":"NEW","placedAt":"2026-03-01T12:{{i % 60:d2}}:00.123456Z",
                """ + $$"""
                "total":{{i % 900}}.{{i % 90 + 10}},"currency":"EUR",
                """ + $$"""
                "customer":{"id":{{i * 7}},"email":"person{{i}}@example.com"},
                """ + $$"""
                "quantity":{{i % 12}},"weight":{{i % 50}}.25,"gift":{{(i % 2 == 0 ? "true" : "false")}},
                """ + $$"""
                "tags":["a","bb","ccc"],"source":"web"}
                """);
            if (i > 0) json.Append(',');
            json.Append(
                CultureInfo.InvariantCulture,
                $$"""
                {"messageId":"059f36b4-87a3-44ab-83d2-66197583{{i:x4}}",
                """ + $$"""
                "receiptHandle":"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a{{i:d6}}","body":{{JsonSerializer.Serialize(body, Relaxed)}},
                """ + $$"""
                "attributes":{"ApproximateReceiveCount":"1","SentTimestamp":"1545082649183",
                """ + $$"""
                "SenderId":"AIDAIENQZJOLO23YVJ4VO","ApproximateFirstReceiveTimestamp":"1545082649185"},
                """ + $$"""
                "messageAttributes":{},"md5OfBody":"e4e68fb7bd0e697a0ae8f1bb342846b3","eventSource":"aws:sqs",
                """ + $$"""
                "eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:my-queue","awsRegion":"us-east-2"}
                """);
        }
        return Encoding.UTF8.GetBytes(json.Append("]}").ToString());
    }
}
