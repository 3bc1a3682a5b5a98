using System.Globalization;

namespace SqsIngestor.Benchmarks.Lambda;

/// <summary>
/// <c>-- lambda batches</c>: what a larger batch gives. The time of an invocation as a multiple of the ack latency, and the time
/// for each message as a part of that in a batch of 10. Prints a table. FUNCTION_PROGRAM names a program that was built before.
/// </summary>
internal static class BatchSizes
{
    private const int Rehearsals = 4;
    private const int Deliveries = 15;
    private static readonly int[] Sizes = [1, 10, 100, 1_000, 10_000];

    // About the time that Databricks documents for the service.
    private static readonly TimeSpan AckLatency = TimeSpan.FromMilliseconds(150);

    /// <param name="program">The function.</param>
    public static async Task<Check[]> RunAsync(string program)
    {
        await using var databricks = await BenchmarkFunction.StartAsync(AckLatency);
        await using var lambda = await databricks.LambdaAsync(program);
        var medians = new Dictionary<int, double>();
        var number = 0;
        // The largest batches come first: they fill the buffers of both sides.
        foreach (var size in Sizes.Reverse())
        {
            await Batches.DeliverAsync(lambda, size, number..(number += Rehearsals));
            var times = await Batches.DeliverAsync(lambda, size, number..(number += Deliveries));
            medians[size] = times.Order().ElementAt(Deliveries / 2) / AckLatency;
        }
        Console.WriteLine("  messages   time / ack latency   time per message / that in a batch of 10");
        foreach (var size in Sizes)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {size,8}   {medians[size],18:0.00}   {medians[size] / size / (medians[10] / 10),40:0.0000}"));
        }
        return
        [
            new("time of 100 messages / time of 10", medians[100] / medians[10], AtMost: 2),
            new("time of 1,000 messages / time of 10", medians[1_000] / medians[10], AtMost: 4),
        ];
    }
}
