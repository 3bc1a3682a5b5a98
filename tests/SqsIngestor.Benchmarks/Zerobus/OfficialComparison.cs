using System.Diagnostics;

namespace SqsIngestor.Benchmarks.Zerobus;

/// <summary>
/// Our client and the official one write the same records to the same sink, in turn, in two processes. The first million records
/// of fresh processes have a target apart from the steady state.
/// </summary>
internal static class OfficialComparison
{
    private const int FirstRecords = 1_000_000;
    private const int FirstWindows = 10;
    private const int Rounds = 9;

    // The fastest windows of the official client that were found, of 1 to 10,000, on a machine with two processors.
    private static readonly Workload[] Workloads =
    [
        new("single records", Requests: 200_000, Records: 1, Window: 300, AtLeast: 3),
        new("batches of 100", Requests: 10_000, Records: 100, Window: 1, AtLeast: 1.2),
        new("batches of 1,000", Requests: 1_000, Records: 1_000, Window: 4, AtLeast: 1.2),
    ];

    public static async Task<bool> RunAsync(ProcessStartInfo ours, ProcessStartInfo official, int sink)
    {
        var checks = new List<Check>();
        foreach (var workload in Workloads)
            checks.AddRange(await CompareAsync(workload, ours, official, sink));
        foreach (var check in checks)
            Console.WriteLine(check);
        return checks.TrueForAll(static check => check.Holds);
    }

    private static async Task<List<Check>> CompareAsync(
        Workload workload, ProcessStartInfo ourProgram, ProcessStartInfo officialProgram, int sink)
    {
        using var ours = await LoadProcess.StartAsync(ourProgram);
        using var official = await LoadProcess.StartAsync(officialProgram);
        var first = await FirstAsync(workload, ours, official);

        var (rates, processor) = (new List<double>(), new List<double>());
        for (var round = 1; round <= Rounds; round++)
        {
            // Who begins changes, in case the one before disturbs the one after.
            var before = SinkTime(sink);
            var (a, b) = round % 2 == 0
                ? (await WriteAsync(ours, workload), await WriteAsync(official, workload))
                : Swap(await WriteAsync(official, workload), await WriteAsync(ours, workload));
            var sinkTime = (SinkTime(sink) - before).TotalSeconds * 1e6 / (a.Records + b.Records);
            Console.WriteLine(
                $"  {workload.Name}, round {round}: ours {Text(a)}, official {Text(b)}; the sink {sinkTime:n2} µs");
            rates.Add(a.Rate / b.Rate);
            processor.Add(a.ProcessorTime / b.ProcessorTime);
        }
        return
        [
            new($"{workload.Name}: rate of the official client, steady", Median(rates), AtLeast: workload.AtLeast),
            new($"{workload.Name}: its rate within the first million records, at the worst", first, AtLeast: 1),
            new($"{workload.Name}: its processor time", Median(processor), AtMost: 0.6),
        ];
    }

    /// <summary>How many times as fast ours has been since its first record, at the worst point of the first million.</summary>
    private static async Task<double> FirstAsync(Workload workload, LoadProcess ours, LoadProcess official)
    {
        var window = workload with { Requests = FirstRecords / FirstWindows / workload.Records };
        var (a, b, worst) = (default(LoadSample), default(LoadSample), double.MaxValue);
        for (var i = 1; i <= FirstWindows; i++)
        {
            a += await WriteAsync(ours, window);
            b += await WriteAsync(official, window);
            worst = Math.Min(worst, a.Rate / b.Rate);
            Console.WriteLine($"  {workload.Name}, the first {a.Records:n0}: ours {Text(a)}, official {Text(b)}");
        }
        return worst;
    }

    private static Task<LoadSample> WriteAsync(LoadProcess process, Workload workload) =>
        process.WriteAsync(workload.Requests, workload.Records, workload.Window);

    private static (LoadSample Ours, LoadSample Official) Swap(LoadSample official, LoadSample ours) => (ours, official);

    private static TimeSpan SinkTime(int sink)
    {
        using var process = Process.GetProcessById(sink);
        return process.TotalProcessorTime;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Text(LoadSample sample) => $"{sample.Rate:n0}/s and {sample.ProcessorTime:n2} µs";

    /// <summary>What is written, and how.</summary>
    /// <param name="Name">For people.</param>
    /// <param name="Requests">Requests of a round.</param>
    /// <param name="Records">Records of a request.</param>
    /// <param name="Window">Requests that the official client begins before it waits.</param>
    /// <param name="AtLeast">The target: how many times as fast as the official client.</param>
    private sealed record Workload(string Name, int Requests, int Records, int Window, double AtLeast);
}
