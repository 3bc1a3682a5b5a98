using System.Globalization;
using System.Text.Json;

namespace SqsIngestor.Benchmarks.Lambda;

/// <summary>
/// <c>-- lambda</c>: the native program against the local Runtime API and the local Databricks: its start, its time for a batch
/// beyond the ack latency, its memory, its size. Exit code 1 when a number is missed. <c>-- lambda size</c> checks only what no
/// busy machine can change, memory and size; <c>-- lambda start</c> only the start and the compilation; <c>-- lambda batches</c>
/// compares sizes of batches and nothing else.
/// </summary>
internal static class LambdaBenchmarks
{
    private const int Starts = 41;

    // The emulator compiles its code as it is used, on the processors that the function starts on.
    private const int Rehearsals = 30;
    private static readonly TimeSpan AckLatency = TimeSpan.FromMilliseconds(100);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not ([] or ["size"] or ["start"] or ["batches"]))
        {
            await Console.Error.WriteLineAsync("Which part? size | start | batches");
            return 2;
        }
        if (args is ["batches"])
        {
            var program = Environment.GetEnvironmentVariable("FUNCTION_PROGRAM") is { Length: > 0 } given
                ? Path.GetFullPath(given)
                : (await NativePrograms.BuildAsync()).Function;
            return Report(await BatchSizes.RunAsync(program));
        }

        var programs = await NativePrograms.BuildAsync();
        var checks = new List<Check>();
        if (args is not ["start"])
        {
            checks.Add(new("MB of bootstrap.zip", programs.ZipBytes() / 1e6, AtMost: 7));
            checks.AddRange(await MemoryAsync(programs));
        }
        if (args is not ["size"])
        {
            checks.AddRange(await StartAsync(programs));
            checks.AddRange(await CompilationAsync(programs));
        }
        if (args is []) checks.AddRange(await BatchesAsync(programs));
        return Report(checks);
    }

    private static int Report(IReadOnlyCollection<Check> checks)
    {
        foreach (var check in checks) Console.WriteLine(check);
        return checks.All(static c => c.Holds) ? 0 : 1;
    }

    /// <summary>
    /// From the start of the process to its first question for an event: mapping compiled, token fetched, stream open.
    /// </summary>
    private static async Task<Check[]> StartAsync(NativePrograms programs)
    {
        await using var databricks = await BenchmarkFunction.StartAsync(TimeSpan.Zero);
        var (function, empty) = (
            new List<(TimeSpan Elapsed, TimeSpan Processor)>(), new List<(TimeSpan Elapsed, TimeSpan Processor)>());
        for (var i = 0; i < Rehearsals; i++) await StartProbe.RunAsync(programs.Function, databricks.Environment);
        for (var i = 0; i < Starts; i++)
        {
            // In turn, so that a busy machine disturbs both alike.
            function.Add(await StartProbe.RunAsync(programs.Function, databricks.Environment));
            empty.Add(await StartProbe.RunAsync(programs.Empty, databricks.Environment));
        }
        var (ours, bare) = (Median(function.Select(s => s.Elapsed)), Median(empty.Select(s => s.Elapsed)));
        Describe("start", function.Select(s => s.Elapsed));
        Describe("start, processor", function.Select(s => s.Processor));
        Describe("empty start", empty.Select(s => s.Elapsed));
        Describe("empty, processor", empty.Select(s => s.Processor));
        return [
            new("ms from start to the first next", ours, AtMost: 60),
            new("start / start of an empty program", ours / bare, AtMost: 4, Seen: "1.5 to 3.3")];
    }

    private static async Task<Check[]> BatchesAsync(NativePrograms programs)
    {
        await using var databricks = await BenchmarkFunction.StartAsync(AckLatency);
        await using var lambda = await databricks.LambdaAsync(programs.Function);
        // The first ones fill the buffers of both sides.
        await Batches.DeliverAsync(lambda, 10, 0..5);
        await Batches.DeliverAsync(lambda, 10_000, 5..8);
        var (ten, tenThousand) = (
            await Batches.DeliverAsync(lambda, 10, 8..38), await Batches.DeliverAsync(lambda, 10_000, 38..53));
        Describe("batch of 10", ten);
        Describe("batch of 10,000", tenThousand);
        return
        [
            new("ms for 10 messages, ack latency 100 ms", Median(ten), AtMost: 115),
            new("ms for 10,000 messages of 6 MB, ack latency 100 ms", Median(tenThousand), AtMost: 250),
        ];
    }

    private static async Task<Check[]> MemoryAsync(NativePrograms programs) =>
    [
        new("MB resident after 100 batches of 10", await MemoryAsync(programs, 10), AtMost: 48),
        new("MB resident after 100 batches of 10,000", await MemoryAsync(programs, 10_000), AtMost: 64),
    ];

    private static async Task<double> MemoryAsync(NativePrograms programs, int messages)
    {
        await using var databricks = await BenchmarkFunction.StartAsync(TimeSpan.Zero);
        await using var lambda = await databricks.LambdaAsync(programs.Function);
        await Batches.DeliverAsync(lambda, messages, 0..100);
        var process = lambda.ProcessId!.Value;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  batches of {messages}: {ProcessMemory.ResidentMegabytes(process):0.0} MB resident, " +
                $"{ProcessMemory.PeakMegabytes(process):0.0} MB at the most"));
        return ProcessMemory.ResidentMegabytes(process);
    }

    /// <summary>
    /// As the function itself logs it, in several starts. It is the first work of the process, so most of it is the system that
    /// gives pages for code and heap; a start of an empty program is the same on this machine.
    /// </summary>
    private static async Task<Check[]> CompilationAsync(NativePrograms programs)
    {
        using var wide = new WideMapping();
        await using var databricks = await BenchmarkFunction.StartAsync(wide.Sql, wide.Mapping, wide.Folder, TimeSpan.Zero);
        var (times, empty) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < Starts; i++)
        {
            empty.Add((await StartProbe.RunAsync(programs.Empty, databricks.Environment)).Elapsed);
            await using var lambda = await databricks.LambdaAsync(programs.Function);
            var ready =
                lambda.Output.Select(l => l.Text).First(l => l.Contains("\"compileMilliseconds\"", StringComparison.Ordinal));
            using var line = JsonDocument.Parse(ready);
            times.Add(TimeSpan.FromMilliseconds(line.RootElement.GetProperty("compileMilliseconds").GetDouble()));
        }
        Describe("compile, 200 columns", times);
        var compile = Median(times);
        return [
            new("ms to compile a mapping of 200 columns, at a cold start", compile, AtMost: 5),
            new("compile 200 columns / start of an empty program", compile / Median(empty), AtMost: 1)];
    }

    private static void Describe(string name, IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {name,-20} median {Median(sorted),7:0.0} ms, from {sorted[0].TotalMilliseconds:0.0} to " +
                $"{sorted[^1].TotalMilliseconds:0.0} ms in {sorted.Count}"));
    }

    private static double Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted[sorted.Count / 2].TotalMilliseconds;
    }
}
