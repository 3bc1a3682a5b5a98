using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Benchmarks.Zerobus;

/// <summary>What a million unacked records cost, in a separate process.</summary>
internal static class HeldRecords
{
    private const int Records = 1_000_000;
    private const long MostBytes = 700_000_000;

    public static async Task<int> RunAsync(Uri endpoint, string authorityFile)
    {
        await using var client = new ZerobusClient(
            new ZerobusClientOptions
            {
                Endpoint = endpoint,
                CertificateAuthorityFile = authorityFile,
                MaxInFlightRequests = Records,
                MaxInFlightBytes = 1L << 30,
                AckTimeout = TimeSpan.FromMinutes(10),
            },
            new StaticHeadersProvider("benchmark"));
        var stream = await client.OpenStreamAsync(new ZerobusStreamOptions
        {
            Table = ZerobusTableName.Parse("main.bench.hold"),
            DescriptorProto = new DescriptorProto { Name = "Hold" }.ToByteArray(),
        });
        var record = new byte[500];
        for (var i = 0; i < Records; i++)
            await stream.WriteAsync(record);

        using var process = Process.GetCurrentProcess();
        var (now, peak) = (process.WorkingSet64, process.PeakWorkingSet64);
        Console.WriteLine(
            $"{(peak < MostBytes ? "met" : "MISSED")}: a million unacked records of 500 bytes hold {now / 1e6:n0} MB of the " +
                "machine, "
            + $"{peak / 1e6:n0} MB at the most (under {MostBytes / 1e6:n0} MB); heap {GC.GetTotalMemory(false) / 1e6:n0} MB");
        return peak < MostBytes ? 0 : 1;
    }
}
