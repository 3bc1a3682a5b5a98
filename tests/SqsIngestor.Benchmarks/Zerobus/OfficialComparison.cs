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
    private const int Trials = 3;
    private const int Rounds = 9;

    // The windows and numbers of unacked requests with which the official client was fastest, on a machine with two processors.
    // It bounds requests and not bytes, so many large batches only fill its memory.
    private static readonly Workload[] Workloads =
    [
        new("single records", Requests: 200_000, Records: 1, new(300, InFlight: 10_000), AtLeast: 3),
        new("batches of 100", Requests: 10_000, Records: 100, new(1, InFlight: 10_000), AtLeast: 1.2),
        new("batches of 1,000", Requests: 1_000, Records: 1_000, new(4, InFlight: 130), AtLeast: 1.2),
    ];

    public static async Task<bool> RunAsync(ProcessStartInfo ours, Func<OfficialForm, ProcessStartInfo> official, int sink)
    {
        var checks = new List<Check>();
        foreach (var workload in Workloads)
            checks.AddRange(await CompareAsync(workload, ours, official(workload.Form), sink));
        foreach (var check in checks)
            Console.WriteLine(check);
        return checks.TrueForAll(static check => check.Holds);
    }

    private static async Task<List<Check>> CompareAsync(
        Workload workload, ProcessStartInfo ourProgram, ProcessStartInfo officialProgram, int sink)
    {
        var first = await FirstAsync(workload, ourProgram, officialProgram);
        using var ours = await LoadProcess.StartAsync(ourProgram);
        using var official = await LoadProcess.StartAsync(officialProgram);
        await WriteAsync(ours, workload with { Requests = FirstRecords / workload.Records });
        await WriteAsync(official, workload with { Requests = FirstRecords / workload.Records });
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

    /// <summary>
    /// How many times as fast ours has been since its first record, at the worst point of the first million. The fastest of a few
    /// fresh processes counts: it was disturbed least.
    /// </summary>
    private static async Task<double> FirstAsync(
        Workload workload, ProcessStartInfo ourProgram, ProcessStartInfo officialProgram)
    {
        var window = workload with { Requests = FirstRecords / FirstWindows / workload.Records };
        var (ours, official) = (new LoadSample[FirstWindows], new LoadSample[FirstWindows]);
        for (var trial = 0; trial < Trials; trial++)
        {
            using var our = await LoadProcess.StartAsync(ourProgram);
            using var other = await LoadProcess.StartAsync(officialProgram);
            var (a, b) = (default(LoadSample), default(LoadSample));
            for (var i = 0; i < FirstWindows; i++)
            {
                ours[i] = Faster(ours[i], a += await WriteAsync(our, window));
                official[i] = Faster(official[i], b += await WriteAsync(other, window));
            }
        }
        foreach (var (a, b) in ours.Zip(official))
            Console.WriteLine($"  {workload.Name}, the first {a.Records:n0}: ours {Text(a)}, official {Text(b)}");
        return ours.Zip(official, static (a, b) => a.Rate / b.Rate).Min();

        static LoadSample Faster(LoadSample best, LoadSample next) => best.Records == 0 || next.Rate > best.Rate ? next : best;
    }

    private static Task<LoadSample> WriteAsync(LoadProcess process, Workload workload) =>
        process.WriteAsync(workload.Requests, workload.Records, workload.Form.Window);

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
    /// <param name="Form">How the official client does it.</param>
    /// <param name="AtLeast">The target: how many times as fast as the official client.</param>
    private sealed record Workload(string Name, int Requests, int Records, OfficialForm Form, double AtLeast);
}
