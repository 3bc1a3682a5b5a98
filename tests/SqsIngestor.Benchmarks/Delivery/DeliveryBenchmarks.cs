using SqsIngestor.Benchmarks.Lambda;

namespace SqsIngestor.Benchmarks.Delivery;

/// <summary>
/// <c>-- delivery</c>: the native program against a scripted service that refuses records, acks late or does not answer, and
/// its memory. Exit code 1 when a number is missed. <c>-- delivery isolation</c>, <c>acks</c>, <c>tables</c>, <c>fifo</c> and
/// <c>memory</c> run one part. FUNCTION_PROGRAM names a program that was built before.
/// </summary>
internal static class DeliveryBenchmarks
{
    public static async Task<int> RunAsync(string[] args)
    {
        var parts = new Dictionary<string, Func<string, Task<IEnumerable<Check>>>>
        {
            ["fifo"] = static async program => [await SlowService.FifoAsync(program)],
            ["tables"] = static async program => [await SlowService.BlackHoleAsync(program)],
            ["acks"] = static async program => [await SlowService.AcksAsync(program)],
            ["memory"] = MemoryBenchmarks.RunAsync,
            ["isolation"] = Isolation.RunAsync,
        };
        if (args is not [] && (args is not [var name] || !parts.ContainsKey(name)))
        {
            await Console.Error.WriteLineAsync($"Which part? {string.Join(" | ", parts.Keys)}");
            return 2;
        }
        var program = Environment.GetEnvironmentVariable("FUNCTION_PROGRAM") is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : (await NativePrograms.BuildAsync()).Function;
        var checks = new List<Check>();
        foreach (var (part, run) in parts)
        {
            if (args is [] || args[0] == part) checks.AddRange(await run(program));
        }
        foreach (var check in checks) Console.WriteLine(check);
        return checks.TrueForAll(static check => check.Holds) ? 0 : 1;
    }
}
