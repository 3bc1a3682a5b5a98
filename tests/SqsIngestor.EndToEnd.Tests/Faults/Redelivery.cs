using System.Text;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Lambda.EventSource;

namespace SqsIngestor.EndToEnd.Tests.Faults;

/// <summary>
/// A queue without a clock: delivers messages in batches of ten, reads each answer as SQS does, and delivers what came
/// back in the next round, until every message is done.
/// </summary>
internal sealed class Redelivery(Deployment deployment)
{
    private const int BatchSize = 10;
    private const int MostRounds = 20;

    /// <summary>How each invocation ended, in order.</summary>
    public List<InvocationResult> Results { get; } = [];

    /// <summary>Delivers messages <c>m0</c>, <c>m1</c>, … until all are done.</summary>
    /// <param name="count">How many.</param>
    /// <param name="afterRound">Called with the number of a round, from 1, after it and before the next; the place to end a
    /// fault.</param>
    public async Task RunAsync(int count, Func<int, Task>? afterRound = null)
    {
        var waiting = Enumerable.Range(0, count).Select(i => $"m{i}").ToList();
        for (var round = 1; waiting.Count > 0; round++)
        {
            Assert.True(
                round <= MostRounds,
                $"{waiting.Count} messages are not done after {MostRounds} rounds:\n{deployment.FunctionOutput}");
            var next = new List<string>();
            foreach (var batch in waiting.Chunk(BatchSize)) next.AddRange(await DeliverAsync(batch, round));
            waiting = next;
            if (afterRound is not null) await afterRound(round);
        }
    }

    /// <summary>Holds that each message has a row.</summary>
    public void AssertNothingLost(int count) =>
        Assert.Equal((long)count, deployment.Query("SELECT count(DISTINCT message_id) FROM $table").Scalar);

    /// <summary>Holds that each message has one row and no second one.</summary>
    public void AssertOneRowEach(int count)
    {
        AssertNothingLost(count);
        Assert.Equal((long)count, deployment.Databricks.Tables.Count(deployment.Table));
    }

    private async Task<IEnumerable<string>> DeliverAsync(string[] ids, int round)
    {
        var payload = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(Events.Of(ids.Select(id => (id, $"body of {id}"))))
                .Replace(
                    "\"ApproximateReceiveCount\":\"1\"", $"\"ApproximateReceiveCount\":\"{round}\"", StringComparison.Ordinal));
        var result = await deployment.InvokeAsync(payload);
        Results.Add(result);
        return SqsBatch.Read(payload).Classify(result).Returned.Select(message => message.MessageId);
    }
}
