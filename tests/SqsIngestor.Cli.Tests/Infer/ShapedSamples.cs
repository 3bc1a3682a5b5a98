using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SqsIngestor.Cli.Tests.Infer;

/// <summary>Messages of each shape that an unwrap reads, around any object.</summary>
internal static class ShapedSamples
{
    /// <summary>By the word of <c>unwrap</c>, functions that put an object into a message.</summary>
    public static IReadOnlyDictionary<string, Func<string, string>[]> All { get; } =
        new Dictionary<string, Func<string, string>[]>
        {
            ["sns"] = [Sns],
            ["eventbridge"] =
            [
                data => $$"""
                    {"id":"1","detail-type":"t","source":"s","time":"2026-03-01T12:00:00Z","detail":{{data}}}
                    """,
            ],
            ["cloudevents"] =
            [
                data => $$"""{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{{data}}}""",
                data => $$"""
                    {"specversion":"1.0","id":"1","source":"/s","type":"t","time":"2026-03-01T12:00:00Z","subject":"a",
                     "data_base64":"{{Base64(data)}}"}
                    """,
            ],
            ["s3"] = [data => $$"""{"Records":[{{S3(data)}},{{S3(data)}}]}""", S3, data => Sns($"[{S3(data)}]")],
            ["cloudwatch_logs"] =
            [
                Logs, data => Convert.ToBase64String(Gzip(Logs(data))),
                data => $$$"""{"awslogs":{"data":"{{{Convert.ToBase64String(Gzip(Logs(data)))}}}"}}""",
            ],
            ["dynamodb"] = [DynamoDb, data => $$"""{"Records":[{{DynamoDb(data)}}]}""", data => $"[{DynamoDb(data)}]"],
            ["kinesis"] =
            [
                data => $$"""{"partitionKey":"k","sequenceNumber":"1","data":"{{Base64(data)}}"}""",
                data => $$"""
                    {"Records":[{"eventSource":"aws:kinesis","kinesis":{"partitionKey":"k","data":"{{Base64(data)}}"} }]}
                    """,
                data => $$"""{"Records":[{"SequenceNumber":"1","Data":"{{Base64(data)}}","PartitionKey":"k"}]}""",
                data => $$"""{"partitionKey":"k","data":"{{Base64("text " + data)}}"}""",
                data => $$"""{"partitionKey":"k","data":"{{Convert.ToBase64String(Gzip(data))}}"}""",
            ],
            ["debezium"] =
            [
                data => $$$"""{"op":"c","before":null,"after":{{{data}}},"source":{"table":"t","ts_ms":1772366400000}}""",
                data =>
                    "{\"schema\":null,\"payload\":{\"op\":\"u\",\"source\":{\"table\":\"t\"},\"after\":" + data + "}}",
            ],
        };

    private static string Sns(string message) =>
        new JsonObject
        {
            ["Type"] = "Notification",
            ["TopicArn"] = "t",
            ["MessageId"] = "1",
            ["Timestamp"] = "2026-03-01T12:00:00Z",
            ["Message"] = message,
        }.ToJsonString();

    private static string S3(string data) =>
        "{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"object\":{\"key\":\"a+b%C3%A9\"},\"more\":" + data + "}}";

    private static string Logs(string data) =>
        $$"""
        {"messageType":"DATA_MESSAGE","logGroup":"/app","logEvents":[{"id":"1","timestamp":1772366400123,"message":"a"},
         {"id":"2","timestamp":1772366400124,"message":"b","extractedFields":{{data}}}]}
        """;

    private static string DynamoDb(string data) =>
        "{\"eventName\":\"INSERT\",\"dynamodb\":{\"Keys\":{\"id\":{\"S\":\"1\"}},\"NewImage\":{\"data\":"
        + Attribute(data) + "}}}";

    /// <summary>A value of JSON with its type, as DynamoDB writes it. The texts of numbers and names stay.</summary>
    private static string Attribute(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Attribute(document.RootElement);
    }

    private static string Attribute(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object =>
            $"{{\"M\":{{{string.Join(',', value.EnumerateObject().Select(each => $"{Name(each)}:{Attribute(each.Value)}"))}}}}}",
        JsonValueKind.Array => $"{{\"L\":[{string.Join(',', value.EnumerateArray().Select(Attribute))}]}}",
        JsonValueKind.String => $"{{\"S\":{value.GetRawText()}}}",
        JsonValueKind.Number => $"{{\"N\":\"{value.GetRawText()}\"}}",
        JsonValueKind.Null => "{\"NULL\":true}",
        _ => $"{{\"BOOL\":{value.GetRawText()}}}",
    };

    private static string Name(JsonProperty member) =>
        JsonSerializer.Serialize(member.Name);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static byte[] Gzip(string text)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return target.ToArray();
    }
}
