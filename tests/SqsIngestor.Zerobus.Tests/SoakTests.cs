using System.Globalization;
using System.Text.RegularExpressions;
using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>
/// Several writers on one stream while faults strike at random. ZEROBUS_SOAK_SECONDS sets how long (default 5; CI 60; before a
/// release 600), ZEROBUS_SOAK_SEED the faults and the records: a number (default 1), or <c>random</c> for a new one.
/// </summary>
public sealed partial class SoakTests(ITestOutputHelper output)
{
    private const int Writers = 4;

    [Fact]
    public async Task Write_RandomFaults_EveryRecordDurableAtLeastOnceInOrderAndDuplicatesExplained()
    {
        var seconds = Setting("ZEROBUS_SOAK_SECONDS", 5);
        var seed = Environment.GetEnvironmentVariable("ZEROBUS_SOAK_SEED") == "random"
            ? Environment.TickCount
            : Setting("ZEROBUS_SOAK_SEED", 1);
        output.WriteLine($"{seconds} s, seed {seed}");
        try
        {
            await SoakAsync(seconds, seed);
        }
        catch (XunitException e)
        {
            throw new XunitException($"ZEROBUS_SOAK_SEED={seed}: {e.Message}", e);
        }
    }

    private async Task SoakAsync(int seconds, int seed)
    {
        var refused = new List<RefusedWrite>();
        await using var rig = await ZerobusRig.StartAsync(RandomFaults(seed), static o => o with
        {
            AckTimeout = TimeSpan.FromMilliseconds(600),
            OpenTimeout = TimeSpan.FromSeconds(3),
            ReopensWithoutProgress = 50,
            BackoffMax = TimeSpan.FromMilliseconds(5),
            MaxInFlightRequests = 200,
            LateAckWait = TimeSpan.FromMilliseconds(50),
            SuspectAfter = TimeSpan.FromHours(1),
        });
        var stream = await rig.Client.OpenStreamAsync(ZerobusRig.Proto with
        {
            OnAck = e =>
            {
                if (e.Refused is not null)
                    refused.Add(e.Refused);
            },
        });

        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var written = await Task.WhenAll(
            Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(stream, w, seed, enough.Token))));
        try
        {
            await stream.CloseAsync().WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (ZerobusException e) when (e.Code is ZerobusErrorCode.RecordRefused or ZerobusErrorCode.RecordSuspected)
        {
            // The bad records, and those that connections ended with by chance, checked below.
        }

        var durable = rig.Durable;
        var good = written.Sum(static w => w.Count(static r => !IsBad(r)));
        var bad = written.Sum(static w => w.Count(IsBad));
        var suspected = refused
            .Where(static r => r.Code == ZerobusErrorCode.RecordSuspected).Select(static r => r.Offset).ToHashSet();
        var duplicates = durable.Length - durable.Distinct().Count();
        var explained = rig.Logs.Lines.Select(UnackedAtEnd).Sum();
        output.WriteLine(
            $"{good} good, {bad} refused, {rig.Server.State.Connections.Count} connections, {duplicates} duplicates of at most " +
                $"{explained}");

        Assert.Equal(ZerobusStreamState.Closed, stream.State);
        Assert.Empty(stream.GetUnacked());
        for (var w = 0; w < Writers; w++)
        {
            var sure = written[w].Where(r => !IsBad(r) && !suspected.Contains(r.Offset)).Select(static r => r.Text);
            var mine = durable.Where(r => r.StartsWith($"{w}:", StringComparison.Ordinal)).Distinct();
            Assert.Equal(sure, mine.Intersect(sure));
        }

        Assert.Equal(
            written.Sum(w => w.Count(r => IsBad(r) && !suspected.Contains(r.Offset))),
            refused.Where(static r => r.Code == ZerobusErrorCode.RecordRefused).Sum(static r => r.Indexes.Count));
        // Every duplicate was sent and unacked when a connection ended.
        Assert.InRange(duplicates, 0, explained);
        await Task.WhenAll(rig.Server.State.Connections.Select(static c => c.Over)).WaitAsync(ZerobusRig.Patience);
    }

    private static bool IsBad((string Text, long Offset) record) => record.Text.EndsWith('!');

    private static async Task<List<(string Text, long Offset)>> WriteAsync(
        ZerobusStream stream, int writer, int seed, CancellationToken enough)
    {
        var random = new Random(seed + writer);
        var written = new List<(string Text, long Offset)>();
        var count = 0;
        while (!enough.IsCancellationRequested)
        {
            var records = Enumerable.Range(0, random.Next(3) == 0 ? random.Next(1, 6) : 1).Select(_ => Next()).ToArray();
            var bytes = records.Select(static r => (ReadOnlyMemory<byte>)System.Text.Encoding.ASCII.GetBytes(r)).ToArray();
            var offset = bytes.Length > 1
                ? await stream.WriteBatchAsync(bytes, CancellationToken.None)
                : await stream.WriteAsync(bytes[0], CancellationToken.None);
            written.AddRange(records.Select(r => (r, offset)));

            // A pause now and then lets the stream run idle.
            if (random.Next(50) == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20)), TimeProvider.System, CancellationToken.None);
        }

        return written;

        string Next() => $"{writer}:{count++}{(random.Next(2000) == 0 ? "!" : "")}";
    }

    private static Func<ScriptedConnection, Task> RandomFaults(int seed) => async connection =>
    {
        var random = new Random(HashCode.Combine(seed, connection.Number));
        var plan = new FaultPlan(
            [new Fault(null, random.Next(-1, 2000), Kind(random), Status(random), TimeSpan.FromMilliseconds(random.Next(50)))]);
        await plan.RunAsync(
            connection, static r => ZerobusRig.Text(r).EndsWith('!') ? new Status(StatusCode.InvalidArgument, "bad") : null);
    };

    private static FaultKind Kind(Random random) => Enum.GetValues<FaultKind>()[random.Next(Enum.GetValues<FaultKind>().Length)];

    private static StatusCode Status(Random random) =>
        ((StatusCode[])[StatusCode.Unavailable, StatusCode.Internal, StatusCode.Unknown, StatusCode.Aborted])[random.Next(4)];

    private static int UnackedAtEnd(string line) =>
        Ended().Match(line) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    [GeneratedRegex(@" 1010 .* unacked records: (\d+)")]
    private static partial Regex Ended();
}
