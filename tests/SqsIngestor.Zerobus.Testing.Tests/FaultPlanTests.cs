using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.Connections;

namespace SqsIngestor.Zerobus.Testing.Tests;

public sealed class FaultPlanTests
{
    [Theory]
    [InlineData("0:2=unavailable")]
    [InlineData("0:2=internal 1:0=drop")]
    [InlineData("0:open=unavailable, 1:open=drop")]
    [InlineData("0:0=partial")]
    [InlineData("0:1=close/0")]
    [InlineData("0:4=late/0.05")]
    public async Task RunAsync_Plan_CostsTheClientNothing(string plan)
    {
        await using var rig = await ZerobusRig.StartAsync(c => FaultPlan.Parse(plan).RunAsync(c));
        var stream = await rig.OpenAsync();

        for (var i = 0; i < 10; i++)
            await stream.WriteAsync(ZerobusRig.Record(i));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(Enumerable.Range(0, 10).Select(static i => $"record-{i}"), rig.Durable.Distinct());
    }

    [Fact]
    public async Task RunAsync_FailAfterCommit_MakesExactlyThatRecordDurableTwice()
    {
        await using var rig = await ZerobusRig.StartAsync(static c => FaultPlan.Parse("0:0=committed").RunAsync(c));
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);
        Assert.Equal(["record-0", "record-0"], rig.Durable);
    }

    [Fact]
    public async Task RunAsync_Stall_IsOverAfterTheAckTimeout()
    {
        var clock = new SteppedClock();
        await using var rig = await ZerobusRig.StartAsync(static c => FaultPlan.Parse("0:0=stall").RunAsync(c), clock: clock);
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));
        await clock.StepAsync(AckDeadline.Tick, TimeSpan.FromMinutes(2), () => rig.Silences == 1);
        await clock.RunUntilAsync(stream.FlushAsync());
        Assert.Equal(2, rig.Server.State.Connections.Count);
    }

    [Fact]
    public async Task RunAsync_LateAck_IsTimedByTheClock()
    {
        var clock = new SteppedClock();
        await using var rig = await ZerobusRig.StartAsync(c => FaultPlan.Parse("0:0=late/2", clock).RunAsync(c));
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));
        await clock.WhenWaitingAsync(TimeSpan.FromSeconds(2));

        clock.Advance(TimeSpan.FromSeconds(1.999));
        Assert.Empty(rig.Durable);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);
        Assert.Equal(["record-0"], rig.Durable);
    }

    [Theory]
    [InlineData("0:5")]
    [InlineData("5=drop")]
    [InlineData("0:5=nonsense")]
    [InlineData("0:5=14")]
    [InlineData("x:5=drop")]
    [InlineData("0:-1=drop")]
    [InlineData("0:5=late/soon")]
    public void Parse_Malformed_NamesTheItem(string text) =>
        Assert.Contains(text, Assert.Throws<FormatException>(() => FaultPlan.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_StatusNames_AreThoseOfGrpc() =>
        Assert.All(Enum.GetValues<StatusCode>(), static s => FaultPlan.Parse($"*:open={s}"));
}
