using System.Globalization;

namespace SqsIngestor.Benchmarks.Delivery;

/// <summary>Acks that are slow, a table that does not open, and a FIFO group: what they cost others.</summary>
internal static class SlowService
{
    private static readonly TimeSpan AckLatency = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Ten invocations of five messages, three seconds apart, with acks after 1.2 seconds: one row for each message.
    /// </summary>
    public static async Task<Check> AcksAsync(string program)
    {
        await using var tables = await ScriptedTables.StartAsync(ScriptedCommits.Acking(TimeSpan.FromMilliseconds(1200)));
        await using var lambda = await tables.LambdaAsync(program, ["a"]);
        for (var i = 0; i < 10; i++)
        {
            if (i > 0) await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, CancellationToken.None);
            var batch = Enumerable.Range(i * 5, 5).Select(n => (n, Receives.Body("a"))).ToList();
            var (again, _) = await Receives.DeliverAsync(lambda, batch);
            if (again.Count > 0) throw new InvalidOperationException($"{again.Count} messages come again.");
        }
        var rows = tables.Service.State.Durable.Count;
        return new("rows of 50 messages, acks after 1.2 s and pauses of 3 s", rows, AtMost: 50, AtLeast: 50);
    }

    /// <summary>
    /// One of three tables never answers an open. An invocation waits for it; others have messages for the other two.
    /// </summary>
    public static async Task<Check> BlackHoleAsync(string program)
    {
        var acking = ScriptedCommits.Acking(AckLatency);
        await using var tables = await ScriptedTables.StartAsync(async connection =>
        {
            if (connection.Headers.TryGetValue("x-databricks-zerobus-table-name", out var table) && table == "main.raw.c")
            {
                await connection.StallAsync();
            }
            await acking(connection);
        });
        await using var lambda = await tables.LambdaAsync(program, ["a", "b", "c"], concurrency: 2);
        await Receives.DeliverAsync(lambda, [(0, Receives.Body("a")), (1, Receives.Body("b"))]);
        var (durations, number) = (new List<TimeSpan>(), 10);
        using var stop = new CancellationTokenSource();
        var stuck = Task.Run(async () =>
        {
            var held = new List<TimeSpan>();
            for (var i = 1000; !stop.IsCancellationRequested; i++)
            {
                held.Add((await Receives.DeliverAsync(lambda, [(i, Receives.Body("c"))])).Duration);
            }
            return held;
        });
        for (var i = 0; i < 40; i++)
        {
            var (again, duration) =
                await Receives.DeliverAsync(lambda, [(number++, Receives.Body("a")), (number++, Receives.Body("b"))]);
            if (again.Count > 0) throw new InvalidOperationException("A message for a healthy table comes again.");
            durations.Add(duration);
        }
        await stop.CancelAsync();
        var waited = await stuck;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  black hole: others {Median(durations):0.0} ms, at most {durations.Max().TotalMilliseconds:0.0} ms in " +
            $"{durations.Count}; its own fail after {waited.Min().TotalSeconds:0.0} to {waited.Max().TotalSeconds:0.0} s"));
        return new("ms for messages beside a table that does not open, ack latency 100 ms", Median(durations), AtMost: 150);
    }

    /// <summary>A FIFO group of ten messages.</summary>
    public static async Task<Check> FifoAsync(string program)
    {
        await using var tables = await ScriptedTables.StartAsync(ScriptedCommits.Acking(AckLatency));
        await using var lambda = await tables.LambdaAsync(program, ["a"]);
        var durations = new List<TimeSpan>();
        for (var i = 0; i < 25; i++)
        {
            var batch = Enumerable.Range(i * 10, 10).Select(n => (n, Receives.Body("a"))).ToList();
            var (again, duration) = await Receives.DeliverAsync(lambda, batch, group: "g");
            if (again.Count > 0) throw new InvalidOperationException($"{again.Count} messages come again.");
            // The first ones fill the buffers of both sides.
            if (i >= 5) durations.Add(duration);
        }
        return new("ms for a FIFO group of ten, ack latency 100 ms", Median(durations), AtMost: 130);
    }

    private static double Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted[sorted.Count / 2].TotalMilliseconds;
    }
}
