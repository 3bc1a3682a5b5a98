namespace SqsIngestor.Benchmarks.Zerobus;

/// <summary>
/// <c>-- zerobus</c>: the client against a bare gRPC loop that writes the same frames, over TLS, to a server in a process of its
/// own. Exit code 1 when a number that the client promises is missed. <c>-- zerobus throughput</c> compares the speed only, and
/// <c>-- zerobus freeze</c> rehearses freezes only.
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
            case ["hold", var endpoint, var authority]:
                return await HeldRecords.RunAsync(new Uri(endpoint), authority);
            case ["write", var endpoint]:
                return await FreezeRehearsal.WriteAsync(new Uri(endpoint));
            case ["freeze"]:
                return await FreezeRehearsal.RunAsync();
            case not ([] or ["throughput"]):
                await Console.Error.WriteLineAsync("Which part? throughput | freeze");
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

    private static async Task<bool> HoldsRecordsAsync(Uri endpoint, string authorityFile)
    {
        using var held = await ChildProgram.StartAsync("hold", endpoint.ToString(), authorityFile);
        Console.WriteLine(held.FirstLine);
        return await held.ExitAsync() == 0;
    }
}
