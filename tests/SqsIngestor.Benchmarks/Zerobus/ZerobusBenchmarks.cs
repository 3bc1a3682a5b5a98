using System.Diagnostics;

namespace SqsIngestor.Benchmarks.Zerobus;

/// <summary>
/// <c>-- zerobus</c>: the client against a bare gRPC loop that writes the same frames, over TLS, to a server in a process of its
/// own. Exit code 1 when a number that the client promises is missed. <c>-- zerobus throughput</c> compares the speed only, and
/// <c>-- zerobus freeze</c> rehearses freezes only. <c>-- zerobus official</c> compares with the official client, and
/// <c>-- zerobus warmup</c> shows how the rate of a fresh process grows.
/// </summary>
internal static class ZerobusBenchmarks
{
    public static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case ["serve", var authority]:
                await SinkServer.RunAsync(authority);
                return 0;
            case ["sink", var authority]:
                await RawSink.RunAsync(authority);
                return 0;
            case ["hold", var endpoint, var authority]:
                return await HeldRecords.RunAsync(new Uri(endpoint), authority);
            case ["write", var endpoint]:
                return await FreezeRehearsal.WriteAsync(new Uri(endpoint));
            case ["freeze"]:
                return await FreezeRehearsal.RunAsync();
            case ["official"] or ["official", "native"] or ["warmup"]:
                return await LoadAsync(args);
            case not ([] or ["throughput"]):
                await Console.Error.WriteLineAsync("Which part? throughput | freeze | official [native] | warmup");
                return 2;
        }

        var isWhole = args is [];
        var authorityFile = Path.Combine(Path.GetTempPath(), $"zerobus-benchmark-{Environment.ProcessId}.pem");
        try
        {
            using var server = await ChildProgram.StartAsync("serve", authorityFile);
            var endpoint = new Uri(server.FirstLine);
            var missed = isWhole && !await HoldsRecordsAsync(endpoint, authorityFile);
            missed |= !await Throughput.RunAsync(endpoint, authorityFile);
            missed |= isWhole && await FreezeRehearsal.RunAsync() != 0;
            return missed ? 1 : 0;
        }
        finally
        {
            File.Delete(authorityFile);
        }
    }

    private static async Task<int> LoadAsync(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("zerobus-benchmark-").FullName;
        try
        {
            var authority = Path.Combine(folder, "authority.pem");
            using var sink = await ChildProgram.StartAsync("sink", authority);
            var programs = new LoadPrograms(sink.FirstLine, authority);
            var official = await programs.OfficialAsync(Path.Combine(folder, "official-client.cjs"));
            if (official is null && args is not ["warmup"]) return 0;
            using (var first = await LoadProcess.StartAsync(programs.Ours()))
            {
                // The sink compiles its code too, which must not count for the first client.
                await first.WriteAsync(requests: 300_000, records: 1);
                await first.WriteAsync(requests: 5_000, records: 100);
            }
            if (args is ["warmup"])
            {
                (string, ProcessStartInfo)[] ours = [("just in time", programs.Ours()), ("native", await programs.NativeAsync())];
                await WarmUp.RunAsync(ours, official);
                return 0;
            }
            var ourProgram = args is ["official"] ? programs.Ours() : await programs.NativeAsync();
            return await OfficialComparison.RunAsync(ourProgram, official!, sink.Id) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> HoldsRecordsAsync(Uri endpoint, string authorityFile)
    {
        using var held = await ChildProgram.StartAsync("hold", endpoint.ToString(), authorityFile);
        Console.WriteLine(held.FirstLine);
        return await held.ExitAsync() == 0;
    }
}
