using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Telemetry;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

/// <summary>A ledger that continues that of a stream which has failed.</summary>
public sealed class StreamLedgerContinueTests
{
    private readonly QuietClock _clock = new();

    [Fact]
    public async Task Continue_SettledAndUnsettledWrites_StartsAtTheOldestUnsettledOne()
    {
        var failed = Ledger();
        failed.Connected();
        for (var i = 0; i < 5; i++)
            await WriteAsync(failed, RecordSource.Single(ZerobusRig.Record(i)));
        while (failed.TryTake(new RequestFrame(), out _) == TakeResult.Taken)
        {
        }

        Assert.Equal(AckResult.Progress, failed.Ack(2));
        failed.Fail(new ZerobusException(ZerobusErrorCode.StreamFailed, "Over."));
        var next = Ledger(failed);

        Assert.Equal((3, 2), (next.Head, next.Writes.LastOffset));
        Assert.True(next.Writes.HasSettled(2));
        Assert.True(next.IsSettled);
        Assert.Equal(3, await WriteAsync(next, RecordSource.Single(ZerobusRig.Record(3))));
        // Wire offsets begin at 0 on each connection.
        next.Connected();
        var frame = new RequestFrame();
        Assert.Equal(TakeResult.Taken, next.TryTake(frame, out _));
        Assert.Equal(0, frame.WireOffset);
        Assert.Equal(AckResult.Progress, next.Ack(0));
        Assert.True(next.TryTakeEvent(out var settled));
        Assert.Equal(3, settled.UpToOffset);
    }

    [Fact]
    public async Task CopyUnacked_TermsOfTheWrites_AreKeptAndWhatIsWithdrawnStaysSo()
    {
        var failed = Ledger();
        var terms = new WriteTerms { OrderingKey = 7, Expires = _clock.GetUtcNow().AddMinutes(1), IsSuspect = true };
        await WriteAsync(failed, RecordSource.Single(ZerobusRig.Record(0)) with { Terms = terms });
        await WriteAsync(failed, RecordSource.Single(ZerobusRig.Record(1)));
        failed.Connected();
        Assert.Equal(TakeResult.Taken, failed.TryTake(new RequestFrame(), out _));
        await WriteAsync(failed, RecordSource.Single(ZerobusRig.Record(2)) with { Terms = new WriteTerms { OrderingKey = 8 } });
        failed.Writes.Withdraw(8);

        Assert.Equal([terms, default, WriteTerms.Withdrawn], failed.Writes.CopyUnacked().Select(static u => u.Terms));
    }

    [Fact]
    public async Task CopyUnacked_ARecordOfTheOldestBatchWasRefused_TheRestIsNotSentAgain()
    {
        var failed = Ledger();
        await WriteAsync(failed, RecordSource.Batch([ZerobusRig.Record(0), ZerobusRig.Record(1)]));
        var step = SearchStep.Narrowed;
        // The service refuses the first record until the client has found it.
        while (step != SearchStep.Found)
        {
            failed.Connected();
            Assert.Equal(TakeResult.Taken, failed.TryTake(new RequestFrame(), out _));
            step = failed.Ended(byStatus: true, cause: 3, "refused");
            failed.Disconnected();
        }

        failed.Fail(new ZerobusException(ZerobusErrorCode.StreamFailed, "Over."));

        var unacked = Assert.Single(failed.Writes.CopyUnacked());
        Assert.Equal("record-1", ZerobusRig.Text(Assert.Single(unacked.Records)));
        Assert.Equal(WriteTerms.Withdrawn, unacked.Terms);
    }

    private StreamLedger Ledger(StreamLedger? before = null) => new(
        ZerobusRig.Proto, new ZerobusClientOptions { Endpoint = new Uri("http://127.0.0.1") },
        InFlightBudget.OfBytes(null, _clock), _clock, new StreamTelemetry(ZerobusRig.Table), before);

    private static ValueTask<long> WriteAsync(StreamLedger ledger, in RecordSource source) =>
        ledger.Writes.WriteAsync(source, CancellationToken.None);
}
