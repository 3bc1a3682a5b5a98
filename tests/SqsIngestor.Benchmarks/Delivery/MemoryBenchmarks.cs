using System.Globalization;
using SqsIngestor.Benchmarks.Lambda;

namespace SqsIngestor.Benchmarks.Delivery;

/// <summary>
/// <c>-- delivery memory</c>: the native program with events that need memory. Every number is the memory of the process, so a
/// busy machine changes none.
/// </summary>
internal static class MemoryBenchmarks
{
    private const string None = """{"batchItemFailures":[]}""";
    private const int LargestEvent = 6 * 1024 * 1024;
    private static readonly TimeSpan AckLatency = TimeSpan.FromMilliseconds(100);
    private static readonly string Root = FindRoot();

    public static async Task<IEnumerable<Check>> RunAsync(string program)
    {
        List<Check> checks =
        [
            .. await SmallMessagesAsync(program), .. await ManyRowsAsync(program), .. await LargeOrderAsync(program, 256),
            .. await LargeOrderAsync(program, 128),
        ];
        foreach (var mapping in (string[])["orders", "app_logs", "sqs_messages"])
            checks.Add(await HostileAsync(program, mapping));
        return checks;
    }

    private static async Task<Check[]> SmallMessagesAsync(string program)
    {
        await using var function = await StartAsync(program, 128, "sqs_messages");
        for (var i = 0; i < 50; i++) await RequireAsync(function, Batches.Event(10_000, i));
        return
        [
            new(
                "MB resident after 50 batches of 10,000 in 128 MB", ProcessMemory.ResidentMegabytes(function.ProcessId),
                AtMost: 64),
            NoOutOfMemory(function, "batches of 10,000 in 128 MB"),
        ];
    }

    private static async Task<Check[]> ManyRowsAsync(string program)
    {
        var folder = Directory.CreateTempSubdirectory("sqs-ingestor-memory-");
        try
        {
            string[] tables = ["main.bench.a", "main.bench.b", "main.bench.c"];
            var mapping = Path.Combine(folder.FullName, "mapping.yaml");
            var text = string.Concat(tables.Select(static table => $$"""
                  - table: {{table}}
                    explode: { path: "$.body.items[*]", as: line, max_rows: 1000, empty: skip }
                    columns:
                      id: $.message.messageId
                      item: $.line
                      raw: $.message.body

                """));
            await File.WriteAllTextAsync(mapping, "version: 1\ndescriptor: unity-catalog\ntables:\n" + text);
            await using var function = await MemoryFunction.StartAsync(
                program, 256, mapping, folder.FullName,
                string.Concat(tables.Select(static table => $"CREATE TABLE {table} (id STRING, item STRING, raw STRING);")), null,
                AckLatency);
            var body = $$"""{"items":[{{string.Join(',', Enumerable.Repeat($"\"{new string('i', 180)}\"", 20))}}]}""";
            for (var i = 0; i < 5; i++) await RequireAsync(function, MemoryEvents.Filled(body, 4 * 1024 * 1024));
            var peak = ProcessMemory.PeakMegabytes(function.ProcessId);
            // What the burst needed is given back when small batches follow.
            for (var i = 0; i < 4; i++)
            {
                await RequireAsync(function, MemoryEvents.Of(body));
                await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, CancellationToken.None);
            }

            await RequireAsync(function, MemoryEvents.Of(body));
            await RequireAsync(function, MemoryEvents.Of(body));
            return
            [
                new("MB resident at the most, 60 rows a message in three tables, 4 MB events, 256 MB", peak, AtMost: 160),
                new(
                    "MB resident 20 s after them", ProcessMemory.ResidentMegabytes(function.ProcessId), AtMost: 64),
                NoOutOfMemory(function, "60 rows a message"),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Check[]> LargeOrderAsync(string program, int megabytes)
    {
        await using var function = await StartAsync(program, megabytes, "orders");
        var response = await function.DeliverAsync(
            MemoryEvents.Of(Enumerable.Range(1, 10).Select(i => MemoryEvents.Order(i == 5 ? 1000 : i))));
        var returned = response.Split("itemIdentifier").Length - 1;
        var named = function.Lines.Count(static line => line.Contains("message_memory", StringComparison.Ordinal));
        var name = $"an order of 1,000 lines among ten messages in {megabytes} MB";
        return
        [
            new($"messages returned to the queue, {name}", returned, AtMost: 1, AtLeast: 1),
            new($"lines that name the reason, {name}", named, AtMost: 1, AtLeast: 1),
            new($"MB resident at the most, {name}", ProcessMemory.PeakMegabytes(function.ProcessId), AtMost: megabytes),
            NoOutOfMemory(function, name),
        ];
    }

    /// <summary>Every hostile body in an event of 6 MB. A message may fail, for whatever reason that the mapping knows.</summary>
    private static async Task<Check> HostileAsync(string program, string mapping)
    {
        var (peak, failed) = (0.0, 0);
        foreach (var (name, body) in MemoryEvents.Hostile())
        {
            await using var function = await StartAsync(program, 128, mapping);
            await function.DeliverAsync(MemoryEvents.Filled(body, LargestEvent));
            var resident = ProcessMemory.PeakMegabytes(function.ProcessId);
            failed += (int)NoOutOfMemory(function, name).Value;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {mapping}, {name}: {resident:0.0} MB at the most"));
            peak = Math.Max(peak, resident);
        }

        return new(
            $"MB resident at the most, 6 MB of any body with {mapping} in 128 MB", failed == 0 ? peak : double.MaxValue,
            AtMost: 128);
    }

    private static Check NoOutOfMemory(MemoryFunction function, string name) => new(
        $"lines of OutOfMemory, {name}",
        function.Lines.Count(static line => line.Contains("OutOfMemory", StringComparison.Ordinal)), AtMost: 0);

    private static async Task RequireAsync(MemoryFunction function, byte[] payload)
    {
        if (await function.DeliverAsync(payload) is var response && response != None)
            throw new InvalidOperationException($"The function answered {response[..Math.Min(200, response.Length)]}");
    }

    private static Task<MemoryFunction> StartAsync(string program, int megabytes, string mapping)
    {
        var (sql, table) = mapping switch
        {
            "orders" => (Read("descriptors/orders.sql") + Read("descriptors/quarantine.sql"), default(string)),
            "app_logs" => (
                "CREATE TABLE app_logs (logged_at TIMESTAMP, level STRING, message STRING, context VARIANT, batch_id STRING)",
                null),
            _ => (Read($"descriptors/{mapping}.sql"), $"main.ops.{mapping}"),
        };
        return MemoryFunction.StartAsync(
            program, megabytes, Path.Combine(Root, "mappings", mapping + ".yaml"), Path.Combine(Root, "descriptors"), sql, table,
            AckLatency);
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder.FullName, "mappings", "samples"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
