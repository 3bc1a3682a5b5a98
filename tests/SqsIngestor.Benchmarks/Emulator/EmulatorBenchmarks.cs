using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Emulator;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Benchmarks.Emulator;

/// <summary>What a local Databricks that keeps no rows adds to a measurement that goes through it.</summary>
internal static class EmulatorBenchmarks
{
    private const int Records = 10_000;
    private const int Rounds = 20;
    private const string Sql =
        "CREATE TABLE main.raw.bench (id STRING NOT NULL, body STRING, n BIGINT, at TIMESTAMP, tags MAP<STRING, STRING>)";

    public static async Task<int> RunAsync()
    {
        await using var databricks = await LocalDatabricks.StartAsync(
            new LocalDatabricksOptions { StoreRows = false, StreamLifetime = Timeout.InfiniteTimeSpan });
        var table = databricks.Tables.Create(Sql);
        using var tokens = new OAuthTokenProvider(
            new OAuthOptions
            {
                WorkspaceUrl = databricks.WorkspaceUrl,
                ClientId = databricks.ClientId,
                ClientSecret = databricks.ClientSecret,
                WorkspaceId = "127",
            });
        await using var client = new ZerobusClient(new ZerobusClientOptions { Endpoint = databricks.ZerobusEndpoint }, tokens);
        await using var stream = await client.OpenStreamAsync(
            new ZerobusStreamOptions
            {
                Table = ZerobusTableName.Parse(table.Name.ToString()),
                DescriptorProto = TableDescriptor.Build(table).ToByteArray(),
            });
        ReadOnlyMemory<byte>[] records = [.. Enumerable.Range(0, Records).Select(i => (ReadOnlyMemory<byte>)Record(i))];
        var batch = await FastestAsync(async () => await stream.WaitForAckAsync(await stream.WriteBatchAsync(records)));
        var singles = await FastestAsync(async () =>
        {
            var last = 0L;
            foreach (var record in records) last = await stream.WriteAsync(record);
            await stream.WaitForAckAsync(last);
        });
        var checks = new[]
        {
            new Check($"ack of one batch of {Records} records, ms", batch.TotalMilliseconds, AtMost: 50),
            new Check($"ack of {Records} records one by one, client included, ms", singles.TotalMilliseconds, AtMost: 250),
        };
        foreach (var check in checks) Console.WriteLine(check);
        return checks.All(check => check.Holds) ? 0 : 1;
    }

    private static byte[] Record(int number)
    {
        using var bytes = new MemoryStream();
        using var output = new CodedOutputStream(bytes);
        var body = new string('x', 200);
        Text(output, 1, number.ToString("D36", CultureInfo.InvariantCulture));
        Text(output, 2, body);
        output.WriteTag(3, WireFormat.WireType.Varint);
        output.WriteInt64(number);
        output.WriteTag(4, WireFormat.WireType.Varint);
        output.WriteInt64(1_772_366_400_000_000 + number);
        output.Flush();
        return bytes.ToArray();
    }

    private static void Text(CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    private static async Task<TimeSpan> FastestAsync(Func<Task> work)
    {
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            await work();
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (elapsed < best) best = elapsed;
        }

        return best;
    }
}
