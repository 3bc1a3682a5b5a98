using System.Globalization;
using System.Text;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.Benchmarks.Lambda;

/// <summary>Delivers batches to a function and keeps the time of each.</summary>
internal static class Batches
{
    // 10,000 of them are 6 MB, the most that Lambda delivers.
    private const int MessageBytes = 600;

    /// <summary>An event of messages of about 600 bytes each, the JSON around the body included.</summary>
    /// <param name="messages">How many; at most 65,536.</param>
    /// <param name="number">Of the event. Its ids are its own: what was delivered before would not be sent again.</param>
    public static byte[] Event(int messages, int number)
    {
        var json = new StringBuilder("{\"Records\":[");
        for (var i = 0; i < messages; i++)
        {
            var before = json.Length;
            if (i > 0) json.Append(',');
            json.Append(
                CultureInfo.InvariantCulture,
                $$"""
                {"messageId":"059f36b4-87a3-44ab-{{number:x4}}-66197583{{i:x4}}",
                """ + $$"""
                "receiptHandle":"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a{{i:d6}}",
                """ + $$"""
                "attributes":{"ApproximateReceiveCount":"1","SentTimestamp":"1545082649183",
                """ + $$"""
                "SenderId":"AIDAIENQZJOLO23YVJ4VO","ApproximateFirstReceiveTimestamp":"1545082649185"},
                """ + $$"""
                "messageAttributes":{},"eventSource":"aws:sqs",
                """ + $$"""
                "eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:my-queue","awsRegion":"us-east-2","body":"
                """);
            json.Append('x', Math.Max(0, MessageBytes - (json.Length - before) - 2)).Append("\"}");
        }
        return Encoding.UTF8.GetBytes(json.Append("]}").ToString());
    }

    /// <summary>Delivers one event after the other.</summary>
    /// <param name="lambda">The function.</param>
    /// <param name="messages">Messages in each.</param>
    /// <param name="numbers">Of the events.</param>
    /// <returns>The time of each delivery, from the event to the answer.</returns>
    public static async Task<List<TimeSpan>> DeliverAsync(LocalLambda lambda, int messages, Range numbers)
    {
        var durations = new List<TimeSpan>();
        for (var i = numbers.Start.Value; i < numbers.End.Value; i++)
        {
            var result = await lambda.InvokeAsync(Event(messages, i));
            var response = Encoding.UTF8.GetString(result.Response.Span);
            if (response != """{"batchItemFailures":[]}""")
            {
                throw new InvalidOperationException($"The function answered {result.Outcome} {result.ErrorMessage}{response}");
            }
            durations.Add(result.Duration);
        }
        return durations;
    }
}
