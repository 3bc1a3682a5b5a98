using System.Text;
using System.Text.Json;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests;

/// <summary>Events for tests, and what the answers to them say.</summary>
internal static class Events
{
    public static byte[] Sample(string name, string prefix = "sqs-event-") =>
        RepositoryFiles.Read("mappings", "samples", $"{prefix}{name}.json");

    /// <summary>An event with these messages: id and body.</summary>
    public static byte[] Of(params IEnumerable<(string Id, string Body)> messages) =>
        Raw(messages.Select(m => Record(m.Id, JsonSerializer.Serialize(m.Body), "my-queue", "")));

    /// <summary>An event of a FIFO queue with these messages: id, group and body as JSON.</summary>
    public static byte[] Fifo(params IEnumerable<(string Id, string Group, string Body)> messages) =>
        Raw(
            messages.Select(
                m => Record(m.Id, m.Body, "my-queue.fifo", $",\"MessageGroupId\":{JsonSerializer.Serialize(m.Group)}")));

    /// <summary>An event with these records, as JSON.</summary>
    public static byte[] Raw(IEnumerable<string> records) =>
        Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', records)}}]}""");

    public static string Response(InvocationResult result)
    {
        Assert.True(result.Outcome == InvocationOutcome.Succeeded, $"{result.Outcome} {result.ErrorType}: {result.ErrorMessage}");
        return Encoding.UTF8.GetString(result.Response.Span);
    }

    public static string[] FailedIds(InvocationResult result)
    {
        using var response = JsonDocument.Parse(Response(result));
        return [
            .. response.RootElement.GetProperty("batchItemFailures")
            .EnumerateArray()
            .Select(f => f.GetProperty("itemIdentifier").GetString()!)];
    }

    private static string Record(string id, string body, string queue, string attributes) => $$"""
        {
          "messageId": {{JsonSerializer.Serialize(id)}},
          "body": {{body}},
          "attributes": {"ApproximateReceiveCount":"1"{{attributes}}},
          "messageAttributes": {},
          "eventSource": "aws:sqs",
          "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:{{queue}}",
          "awsRegion": "us-east-2"
        }
        """;
}
