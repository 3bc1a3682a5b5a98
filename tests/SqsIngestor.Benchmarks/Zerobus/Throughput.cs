using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Benchmarks.Zerobus;

/// <summary>Records per second and bytes allocated per record, client and bare loop in turn, best of a few rounds each.</summary>
internal static class Throughput
{
    private const int RecordBytes = 500;
    private const int BatchRecords = 100;
    private const int Rounds = 5;

    public static async Task<bool> RunAsync(Uri endpoint, string authorityFile)
    {
        var options = new ZerobusClientOptions { Endpoint = endpoint, CertificateAuthorityFile = authorityFile };
        var stream = new ZerobusStreamOptions
        {
            Table = ZerobusTableName.Parse("main.bench.sink"),
            DescriptorProto = new DescriptorProto { Name = "Sink" }.ToByteArray(),
        };
        var singles = await CompareAsync("single", options, stream, requests: 200_000, records: 1);
        var batches = await CompareAsync("batch of 100", options, stream, requests: 10_000, records: BatchRecords);
        return IsWithin("single records, of the bare loop", singles.Ratio, 0.80, atLeast: true)
            & IsWithin("batches, of the bare loop", batches.Ratio, 0.90, atLeast: true)
            & IsWithin("bytes allocated per single record", singles.Allocated, 200, atLeast: false)
            & IsWithin("bytes allocated per batched record", batches.Allocated, 20, atLeast: false);
    }

    private static async Task<(double Ratio, double Allocated)> CompareAsync(
        string name, ZerobusClientOptions options, ZerobusStreamOptions stream, int requests, int records)
    {
        var record = new byte[RecordBytes];
        var isBatch = records > 1;
        var batch = new byte[RecordBytes * records];
        var lengths = Enumerable.Repeat(RecordBytes, records).ToArray();
        var body = isBatch ? EncodedBatch(records) : record;

        await using var client = new ZerobusClient(options, new StaticHeadersProvider("benchmark"));
        var (bare, ours, allocated) = (0d, 0d, double.MaxValue);
        for (var round = 0; round <= Rounds; round++)
        {
            var begun = Stopwatch.GetTimestamp();
            await BareLoop.WriteAsync(options, stream, body, isBatch, requests);
            var bareRate = requests * (double)records / Stopwatch.GetElapsedTime(begun).TotalSeconds;

            var (oursRate, perRecord) = await MeasureAsync(
                client, stream, requests, isBatch ? lengths : [], isBatch ? batch : record);
            if (round == 0)
                continue;
            Console.WriteLine($"  {name}, round {round}: bare {bareRate:n0}/s, client {oursRate:n0}/s, {perRecord:n1} B/record");
            bare = Math.Max(bare, bareRate);
            ours = Math.Max(ours, oursRate);
            allocated = Math.Min(allocated, perRecord);
        }

        return (ours / bare, allocated);
    }

    // The first half fills the stream's buffers, which it then keeps; the second half is the steady state that counts.
    private static async Task<(double Rate, double Allocated)> MeasureAsync(
        ZerobusClient client, ZerobusStreamOptions stream, int requests, int[] lengths, byte[] body)
    {
        await using var opened = await client.OpenStreamAsync(stream);
        await WriteAsync(opened, requests, lengths, body);

        var records = requests * (double)Math.Max(1, lengths.Length);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var begun = Stopwatch.GetTimestamp();
        await WriteAsync(opened, requests, lengths, body);
        return (
            records / Stopwatch.GetElapsedTime(begun).TotalSeconds, (
                GC.GetTotalAllocatedBytes(precise: true) - before) / records);
    }

    private static async Task WriteAsync(ZerobusStream stream, int requests, int[] lengths, byte[] body)
    {
        for (var i = 0; i < requests; i++)
        {
            if (lengths.Length > 0)
                await stream.WriteBatchAsync(body, lengths);
            else
                await stream.WriteAsync(body);
        }

        await stream.FlushAsync();
    }

    private static bool IsWithin(string what, double value, double bound, bool atLeast)
    {
        var met = atLeast ? value >= bound : value <= bound;
        Console.WriteLine($"{(met ? "met" : "MISSED")}: {what} {value:0.00} ({(atLeast ? "at least" : "at most")} {bound:0.00})");
        return met;
    }

    private static byte[] EncodedBatch(int records)
    {
        var batch = new SqsIngestor.Zerobus.Contract.ProtoEncodedRecordBatch();
        batch.Records.AddRange(Enumerable.Repeat(ByteString.CopyFrom(new byte[RecordBytes]), records));
        return batch.ToByteArray();
    }
}
