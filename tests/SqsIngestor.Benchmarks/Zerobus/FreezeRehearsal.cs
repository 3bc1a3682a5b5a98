using System.Diagnostics;
using System.Net;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Zerobus;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Benchmarks.Zerobus;

/// <summary>
/// A real freeze: a writing process is stopped (SIGSTOP) for seconds, meanwhile its connection is cut or swallowed by a black
/// hole, then it goes on. From then to the first new ack it may take the client's bound, and nothing may be lost. What one thread
/// of the client or of the server waits for a processor does not count: it is that of a busy machine.
/// </summary>
internal static class FreezeRehearsal
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Stopped = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync()
    {
        var met = await RehearseAsync("reset while stopped", static proxy => proxy.Reset());
        met &= await RehearseAsync("swallowed while stopped", static proxy => proxy.Swallow());
        met &= await RehearseAsync("nothing lost on the way", static _ => { });
        return met ? 0 : 1;
    }

    /// <summary>The process that is stopped: writes a numbered record and waits for its ack, again and again.</summary>
    public static async Task<int> WriteAsync(Uri endpoint)
    {
        await using var client = new ZerobusClient(
            new ZerobusClientOptions { Endpoint = endpoint }, new StaticHeadersProvider("benchmark"));
        var stream = await client.OpenStreamAsync(new ZerobusStreamOptions
        {
            Table = ZerobusTableName.Parse("main.bench.freeze"),
            DescriptorProto = new DescriptorProto { Name = "Freeze" }.ToByteArray(),
        });
        for (var i = 0; i < 1_000_000; i++)
        {
            var offset = await stream.WriteAsync(BitConverter.GetBytes(i));
            await stream.WaitForAckAsync(offset);
            if (i == 0)
                Console.WriteLine("writing");
        }

        return 0;
    }

    private static async Task<bool> RehearseAsync(string name, Action<FaultProxy> fault)
    {
        await using var server = await ScriptedZerobus.StartAsync();
        await using var proxy = new FaultProxy(new IPEndPoint(IPAddress.Loopback, server.Endpoint.Port));
        using var writer = await ChildProgram.StartAsync("write", $"http://{proxy.Address}");
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);

        Signal(writer.Id, "STOP");
        await Task.Delay(Stopped / 2, TimeProvider.System);
        fault(proxy);
        var durable = server.State.Durable.Count;
        await Task.Delay(Stopped / 2, TimeProvider.System);
        int[] processes = [writer.Id, Environment.ProcessId];
        var before = processes.Select(Waits).ToList();
        var resumed = Stopwatch.GetTimestamp();
        Signal(writer.Id, "CONT");
        while (server.State.Durable.Count <= durable && Stopwatch.GetElapsedTime(resumed) < 5 * Bound)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        var took = Stopwatch.GetElapsedTime(resumed);
        // One thread of the client and one of the server, which go on one after the other.
        var waited = processes.Select(Waits).Zip(before).Aggregate(
            TimeSpan.Zero,
            (all, each) => all + each.First.Max(thread => thread.Value - each.Second.GetValueOrDefault(thread.Key)));
        await Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System);

        var seen = server.State.Durable.Select(static r => BitConverter.ToInt32(r.Span)).ToArray();
        var complete = seen.Distinct().Order().SequenceEqual(Enumerable.Range(0, seen.Distinct().Count()));
        var met = took - waited <= Bound && complete;
        Console.WriteLine(
            $"{(met ? "met" : "MISSED")}: freeze, {name}: on again after {took.TotalMilliseconds:n0} ms, in which threads "
                + $"waited {waited.TotalMilliseconds:n0} ms for a processor (at most {Bound.TotalMilliseconds:n0} "
                + $"more), {seen.Length - seen.Distinct().Count()} duplicates, {(complete ? "nothing lost" : "RECORDS LOST")}");
        return met;
    }

    /// <summary>How long each thread of a process has waited for a processor (sched-stats in the docs of Linux).</summary>
    private static Dictionary<string, TimeSpan> Waits(int process) => Directory.GetDirectories($"/proc/{process}/task")
        .ToDictionary(task => task, task => WaitedBy($"{task}/schedstat"));

    private static TimeSpan WaitedBy(string file)
    {
        try
        {
            // The time on a processor, that of waiting for one, both in nanoseconds, and how often.
            return TimeSpan.FromMicroseconds(
                long.Parse(File.ReadAllText(file).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) / 1_000);
        }
        catch (IOException)
        {
            // The thread has ended, or the kernel does not count.
            return TimeSpan.Zero;
        }
    }

    private static void Signal(int process, string signal)
    {
        using var kill =
            Process.Start("kill", [$"-{signal}", process.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
