using System.Globalization;
using System.Text;
using System.Text.Json;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.Benchmarks.Delivery;

/// <summary>Delivers messages as one event, and reads which of them come again.</summary>
internal static class Receives
{
    /// <summary>The body of a message for a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="isBad">Whether the scripted service refuses it.</param>
    public static string Body(string table, bool isBad = false) =>
        $$"""{\"table\":\"{{table}}\",\"mark\":\"{{(isBad ? ScriptedCommits.Refused : "good")}}\"}""";

    /// <summary>The id of a message, which its row holds.</summary>
    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"message-{number:d6}");

    /// <summary>The number of the message that a row is of.</summary>
    public static int NumberIn(string row) => int.Parse(
        row.AsSpan(row.IndexOf("message-", StringComparison.Ordinal) + "message-".Length, 6), CultureInfo.InvariantCulture);

    /// <summary>Delivers one event.</summary>
    /// <param name="lambda">The function.</param>
    /// <param name="messages">Numbers and bodies.</param>
    /// <param name="receive">How often they have been received, this time included.</param>
    /// <param name="group">The group of a FIFO queue; null for a standard queue.</param>
    /// <returns>The numbers of the messages that come again, and the time of the invocation.</returns>
    public static async Task<(HashSet<int> Again, TimeSpan Duration)> DeliverAsync(
        LocalLambda lambda, IReadOnlyList<(int Number, string Body)> messages, int receive = 1, string? group = null)
    {
        var result = await lambda.InvokeAsync(Event(messages, receive, group));
        // The function says so when it delivered nothing; the queue delivers all of them again.
        if (result.Outcome == InvocationOutcome.FunctionError)
        {
            return ([.. messages.Select(static message => message.Number)], result.Duration);
        }
        if (result.Outcome != InvocationOutcome.Succeeded)
        {
            throw new InvalidOperationException(
                $"The invocation ended with {result.Outcome}: {result.ErrorType} {result.ErrorMessage}");
        }
        using var response = JsonDocument.Parse(result.Response);
        var again = response.RootElement.GetProperty("batchItemFailures").EnumerateArray()
            .Select(item => item.GetProperty("itemIdentifier").GetString()!).Select(NumberIn);
        return ([.. again], result.Duration);
    }

    private static byte[] Event(IReadOnlyList<(int Number, string Body)> messages, int receive, string? group)
    {
        var queue = group is null ? "queue" : "queue.fifo";
        var json = new StringBuilder("{\"Records\":[");
        foreach (var (number, body) in messages)
        {
            if (json[^1] == '}') json.Append(',');
            json.Append(CultureInfo.InvariantCulture, $$"""
                {"messageId":"{{Id(number)}}","receiptHandle":"r","body":"{{body}}","messageAttributes":{},
                "attributes":{"ApproximateReceiveCount":"{{receive}}"
                """);
            if (group is not null)
            {
                json.Append(CultureInfo.InvariantCulture, $",\"MessageGroupId\":\"{group}\",\"SequenceNumber\":\"{number:d20}\"");
            }
            json.Append(CultureInfo.InvariantCulture, $$"""
                },"eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-west-1:123456789012:{{queue}}","awsRegion":"eu-west-1"}
                """);
        }
        return Encoding.UTF8.GetBytes(json.Append("]}").ToString());
    }
}
