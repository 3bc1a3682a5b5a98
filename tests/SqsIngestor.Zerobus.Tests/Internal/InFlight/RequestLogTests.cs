using Microsoft.Extensions.Logging.Abstractions;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Telemetry;
using SqsIngestor.Zerobus.Internal.Wire;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

public sealed class RequestLogTests
{
    private static readonly ZerobusClientOptions Options = new() { Endpoint = new Uri("http://127.0.0.1") };
    private readonly QuietClock _clock = new();

    [Fact]
    public void TryTake_ARequestThatIsSentTwice_CountsTheWaitToTheLastSendAndTheLatencyFromThere()
    {
        var exporter = new StatisticsExporter(new RecordingStatistics(), NullLogger.Instance);
        var ledger = Ledger(new StreamTelemetry(ZerobusRig.Table, exporter: exporter));
        ledger.Connected();
        Write(ledger);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TakeResult.Taken, ledger.TryTake(new RequestFrame(), out _));
        _clock.Advance(TimeSpan.FromSeconds(2));
        ledger.Disconnected();
        ledger.Connected();
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TakeResult.Taken, ledger.TryTake(new RequestFrame(), out _));
        _clock.Advance(TimeSpan.FromSeconds(8));
        Assert.False(ledger.TryTakeRequest(out _));

        Assert.Equal(AckResult.Progress, ledger.Ack(0));

        Assert.True(ledger.TryTakeRequest(out var request));
        Assert.Equal(ZerobusRequestOutcome.Durable, request.Outcome);
        Assert.Equal(TimeSpan.FromSeconds(7), request.Wait);
        Assert.Equal(TimeSpan.FromSeconds(8), request.AckLatency);
        Assert.False(ledger.TryTakeRequest(out _));
    }

    [Fact]
    public void Writes_NobodyWantsStatistics_AllocateNothing()
    {
        // The clock of the tests allocates.
        var ledger = new StreamLedger(
            ZerobusRig.Proto, Options, InFlightBudget.OfBytes(null, TimeProvider.System), TimeProvider.System,
            new StreamTelemetry(ZerobusRig.Table));
        var frame = new RequestFrame();
        ledger.Connected();
        var acked = -1L;
        // The first ones create what is used again.
        Round(10_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Round(10_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.False(ledger.TryTakeRequest(out _));

        void Round(int writes)
        {
            for (var i = 0; i < writes; i++)
            {
                Write(ledger);
                ledger.TryTake(frame, out _);
                ledger.Ack(++acked);
                ledger.TryTakeEvent(out _);
            }
        }
    }

    private static readonly byte[] Record = ZerobusRig.Record(0);

    private static void Write(StreamLedger ledger)
    {
        var write = ledger.Writes.WriteAsync(RecordSource.Single(Record), CancellationToken.None);
        Assert.True(write.IsCompletedSuccessfully);
    }

    private StreamLedger Ledger(StreamTelemetry telemetry) =>
        new(ZerobusRig.Proto, Options, InFlightBudget.OfBytes(null, _clock), _clock, telemetry);
}
