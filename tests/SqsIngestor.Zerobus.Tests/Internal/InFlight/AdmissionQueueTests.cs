using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Telemetry;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

public sealed class AdmissionQueueTests
{
    [Fact]
    public async Task Admit_NoMemoryForAWrite_FailsItAloneAndAdmitsTheNext()
    {
        var queue = new AdmissionQueue(new Lock(), static () => { });
        var first = queue.WaitAsync(queue.Add(RecordSource.Single(new byte[1])), CancellationToken.None).AsTask();
        var second = queue.WaitAsync(queue.Add(RecordSource.Single(new byte[2])), CancellationToken.None).AsTask();

        queue.Admit(WithRoom(), static (in source) => source.BodyLength == 1 ? throw new InsufficientMemoryException() : 7);

        await Assert.ThrowsAsync<InsufficientMemoryException>(() => first.WaitAsync(Eventually.Patience));
        Assert.Equal(7, await second.WaitAsync(Eventually.Patience));
        Assert.True(queue.IsEmpty);
    }

    private static InFlightState WithRoom()
    {
        var clock = new QuietClock();
        var options = new ZerobusClientOptions { Endpoint = new Uri("http://127.0.0.1") };
        return new InFlightState(
            options, new ZerobusStreamOptions { Table = ZerobusRig.Table }, 0, InFlightBudget.OfBytes(null, clock).Join(static () => { }), clock,
            new StreamTelemetry(ZerobusRig.Table));
    }
}
