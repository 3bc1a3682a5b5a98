using CsCheck;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Telemetry;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

/// <summary>What ledgers take from a budget that they share, and give back to it.</summary>
public sealed class StreamLedgerMemoryTests
{
    private const int Segment = SegmentPool.SegmentBytes;

    [Fact]
    public void WriteAsync_AnotherStreamHoldsEverythingForEver_Continues()
    {
        var budget = new InFlightBudget(16, new QuietClock());
        var (hog, healthy) = (Ledger(budget), Ledger(budget));
        Fill(hog);
        var used = budget.Used;

        for (var i = 0; i < 100; i++)
        {
            Assert.True(Write(healthy, Segment).IsCompletedSuccessfully);
            AckAll(healthy);
        }

        Assert.Equal(used, budget.Used);
        Assert.InRange(budget.Allocated, 0, 16);
    }

    [Fact]
    public void AckAll_OfEveryStream_GivesEverySegmentBack() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 3 * Segment]).Array[1, 60].Sample(static writes =>
        {
            var clock = new QuietClock();
            var budget = new InFlightBudget(24, clock);
            var ledgers = new[] { Ledger(budget), Ledger(budget), Ledger(budget) };
            var pending = new List<Task<long>>();
            foreach (var (stream, length) in writes)
            {
                pending.Add(Write(ledgers[stream], length));
                Assert.InRange(budget.Used, 0, 24);
            }

            // The wake of a stream that waits for others runs on another thread.
            var settled = SpinWait.SpinUntil(
                () =>
                {
                    Array.ForEach(ledgers, AckAll);
                    return pending.TrueForAll(static write => write.IsCompleted)
                        && Array.TrueForAll(ledgers, static l => l.IsSettled);
                },
                Eventually.Patience);

            Assert.True(settled);
            Assert.Equal(0, budget.Used);
            Assert.InRange(budget.Allocated, 0, 24);
        }, iter: 50, threads: 1);

    [Fact]
    public void Trim_AfterABurst_KeepsWhatASmallFlowNeeds()
    {
        var clock = new QuietClock();
        var budget = new InFlightBudget(256, clock);
        var ledger = Ledger(budget);
        Fill(ledger);
        AckAll(ledger);
        var burst = budget.Allocated;

        for (var i = 0; i < 5; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(4));
            Assert.True(Write(ledger, 100).IsCompletedSuccessfully);
            AckAll(ledger);
        }

        Assert.True(burst > 200);
        Assert.InRange(budget.Allocated, 1, 4);
        Assert.Equal((burst - budget.Allocated) * Segment, budget.Trimmed);
    }

    [Fact]
    public void Trim_ASteadyFlow_AllocatesNoSegment()
    {
        var clock = new QuietClock();
        var budget = new InFlightBudget(256, clock);
        var ledger = Ledger(budget);
        for (var i = 0; i < 50; i++)
        {
            for (var write = 0; write < 10; write++) Assert.True(Write(ledger, Segment).IsCompletedSuccessfully);
            AckAll(ledger);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(0, budget.Trimmed);
        Assert.InRange(budget.Allocated, 10, 12);
    }

    [Fact]
    public void WriteAsync_ManyTinyWrites_CountsTheirList()
    {
        var budget = new InFlightBudget(256, new QuietClock());
        var ledger = Ledger(budget);
        for (var i = 0; i < 40_000; i++) Assert.True(Write(ledger, 1).IsCompletedSuccessfully);

        Assert.InRange(budget.Used, 10, 20);
        AckAll(ledger);
        Write(ledger, 1);
        for (var i = 0; i < 16; i++)
        {
            AckAll(ledger);
            Write(ledger, 1);
        }

        AckAll(ledger);
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public async Task WriteAsync_OtherStreamsAreIdleAfterABurst_GetsTheMemoryOfTheirLists()
    {
        var budget = new InFlightBudget(64, new QuietClock());
        for (var stream = 0; stream < 4; stream++)
        {
            var idle = Ledger(budget);
            for (var i = 0; i < 40_000; i++) Assert.True(Write(idle, 1).IsCompletedSuccessfully);
            AckAll(idle);
        }

        Assert.InRange(budget.Used, 40, 64);
        var busy = Ledger(budget);

        var writes = Enumerable.Range(0, 30).Select(_ => Write(busy, Segment)).ToList();
        await Task.WhenAll(writes).WaitAsync(Eventually.Patience);

        Assert.InRange(budget.Used, 30, 64);
    }

    [Fact]
    public async Task Fail_WithoutKeepUnacked_HoldsNothingAndTellsWhoWaits()
    {
        var budget = new InFlightBudget(256, new QuietClock());
        var (kept, dropped) = (Ledger(budget), Ledger(budget, keep: false));
        _ = Write(kept, 1000);
        var offset = await Write(dropped, 1000);

        kept.Fail(new ZerobusException(ZerobusErrorCode.StreamFailed, "It broke."));
        dropped.Fail(new ZerobusException(ZerobusErrorCode.StreamFailed, "It broke."));

        Assert.Single(kept.Writes.CopyUnacked());
        Assert.Empty(dropped.Writes.CopyUnacked());
        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => dropped.Writes.WaitAsync(offset, Eventually.Patience, CancellationToken.None).AsTask());
        Assert.Equal(ZerobusErrorCode.StreamFailed, error.Code);
        Assert.Equal(0, budget.Used);
    }

    private static StreamLedger Ledger(InFlightBudget budget, bool keep = true)
    {
        var ledger = new StreamLedger(
            ZerobusRig.Proto with { KeepUnacked = keep },
            new ZerobusClientOptions { Endpoint = new Uri("http://127.0.0.1") }, budget,
            new QuietClock(), new StreamTelemetry(ZerobusRig.Table));
        ledger.Connected();
        return ledger;
    }

    private static Task<long> Write(StreamLedger ledger, int length, CancellationToken cancellationToken = default) =>
        ledger.Writes.WriteAsync(RecordSource.Single(new byte[length]), cancellationToken).AsTask();

    private static void Fill(StreamLedger ledger)
    {
        using var cancelled = new CancellationTokenSource();
        while (Write(ledger, Segment, cancelled.Token).IsCompletedSuccessfully)
        {
        }

        cancelled.Cancel();
    }

    private static void AckAll(StreamLedger ledger)
    {
        var frame = new RequestFrame();
        var last = -1L;
        while (ledger.TryTake(frame, out _) == TakeResult.Taken) last = frame.WireOffset;
        if (last >= 0) Assert.Equal(AckResult.Progress, ledger.Ack(last));
        while (ledger.TryTakeEvent(out _))
        {
        }
    }
}
