using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Streams;

public sealed class TableStreamsTests
{
    [Fact]
    public async Task GetAsync_Open_IsReused()
    {
        await using var rig = new PipelineRig();

        Assert.Same(await rig.Tables.GetAsync(0, default), await rig.Tables.GetAsync(0, default));
        Assert.Single(rig.Streams.Opened);
    }

    [Fact]
    public async Task GetAsync_Failed_OpensAnotherAndCountsIt()
    {
        await using var rig = new PipelineRig();
        await rig.Tables.GetAsync(0, default);
        rig.Streams.Opened[0].Reopens = 3;
        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.NoProgress));

        Assert.NotSame(rig.Streams.Opened[0], await rig.Tables.GetAsync(0, default));
        Assert.Equal((4, 0), (rig.Tables.TakeReopens(), rig.Tables.TakeReopens()));
    }

    [Fact]
    public async Task SwitchTo_OtherDescriptor_ClosesTheStreamAndRefusesRowsOfTheOldPlan()
    {
        var (old, renewed) = (TestPlans.One(), TestPlans.One("", "extra"));
        await using var rig = new PipelineRig(old);
        await rig.Tables.GetAsync(0, default);

        rig.Tables.SwitchTo(renewed);

        Assert.True(rig.Streams.Opened[0].IsClosed);
        Assert.Equal(ZerobusErrorCode.SchemaRefused, rig.Tables.Ask(old, 0).Failure!.Code);
        Assert.Same(rig.Tables.Ask(renewed, 0).Stream, rig.Streams.Opened[1]);
        Assert.Equal(1, rig.Tables.TakeReopens());
    }

    [Fact]
    public async Task SwitchTo_WhileTheOldSchemaIsBeingOpened_RowsOfTheNewPlanNeverGoThere()
    {
        var (old, renewed) = (TestPlans.One(), TestPlans.One("", "extra"));
        await using var rig = new PipelineRig(old);
        var gate = new TaskCompletionSource();
        rig.Streams.BeforeOpen = _ => rig.Streams.Opened.Count == 0 ? gate.Task : Task.CompletedTask;
        Assert.NotNull(rig.Tables.Ask(old, 0).Opening);

        rig.Tables.SwitchTo(renewed);
        gate.SetResult();
        await Eventually.HoldsAsync(() => rig.Streams.Opened is [{ IsClosed: true }, ..]);

        Assert.Same(rig.Tables.Ask(renewed, 0).Stream, rig.Streams.Opened[1]);
    }

    [Fact]
    public async Task Ask_WhileAnOpenRuns_SharesIt()
    {
        await using var rig = new PipelineRig();
        var (opens, gate) = (0, new TaskCompletionSource());
        rig.Streams.BeforeOpen = _ =>
        {
            opens++;
            return gate.Task;
        };
        var plan = TestPlans.One();

        var (first, second) = (rig.Tables.Ask(plan, 0).Opening, rig.Tables.Ask(plan, 0).Opening);
        rig.Streams.RefuseOpen = static _ => FakeStreams.Error(ZerobusErrorCode.ConnectionFailed);
        gate.SetResult();

        Assert.Same(first, second);
        Assert.Equal(ZerobusErrorCode.ConnectionFailed, (await first!)!.Code);
        Assert.Equal(1, opens);
        rig.Streams.RefuseOpen = static _ => null;
        Assert.NotNull(rig.Tables.Ask(plan, 0).Stream);
    }

    [Fact]
    public async Task SwitchTo_SameDescriptor_KeepsTheStream()
    {
        await using var rig = new PipelineRig();
        await rig.Tables.GetAsync(0, default);

        rig.Tables.SwitchTo(TestPlans.One());

        Assert.False(rig.Streams.Opened[0].IsClosed);
        Assert.Equal(0, rig.Tables.TakeReopens());
    }

    [Fact]
    public async Task CloseAsync_InTime_IsTrue()
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        for (var table = 0; table < 2; table++) await rig.Tables.GetAsync(table, default);

        Assert.True(await rig.Tables.CloseAsync(TimeSpan.FromSeconds(1), rig.Clock));
        Assert.All(rig.Streams.Opened, static stream => Assert.True(stream.IsClosed));
    }

    [Fact]
    public async Task CloseAsync_TooLong_IsFalse()
    {
        var clock = new QuietClock();
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.NeverCloses = true;
        await rig.Tables.GetAsync(0, default);

        var closing = rig.Tables.CloseAsync(TimeSpan.FromMilliseconds(200), clock).WaitAsync(Eventually.Patience);
        Assert.False(closing.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(200));

        Assert.False(await closing);
    }

    [Fact]
    public async Task DisposeAsync_OpenStreams_AreAborted()
    {
        var rig = new PipelineRig();
        await rig.Tables.GetAsync(0, default);

        await rig.DisposeAsync();

        Assert.True(rig.Streams.Opened[0].IsAborted);
    }

    /// <summary>A table that nobody needs is not known to work.</summary>
    [Fact]
    public async Task IsUp_TheStreamOpensAndEnds_IsTrueWhileItIsConnected()
    {
        await using var rig = new PipelineRig();
        var gate = new TaskCompletionSource();
        rig.Streams.BeforeOpen = _ => gate.Task;
        Assert.False(rig.Tables.IsUp(0));
        var opening = rig.Tables.GetAsync(0, CancellationToken.None);
        Assert.False(rig.Tables.IsUp(0));

        gate.SetResult();
        await opening.WaitAsync(Eventually.Patience);
        Assert.True(rig.Tables.IsUp(0));
        rig.Streams.Opened[0].IsConnected = false;
        Assert.Equal((false, false), (rig.Tables.IsUp(0), rig.Tables.IsDown(0)));
        rig.Streams.Opened[0].IsConnected = true;
        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.NoProgress));

        Assert.Equal((false, false), (rig.Tables.IsUp(0), rig.Tables.IsDown(0)));
    }

    /// <summary>It says nothing about the table as it is now.</summary>
    [Fact]
    public async Task IsDown_AnOpenWithTheOldSchemaFailsLate_IsFalse()
    {
        var (old, renewed) = (TestPlans.One(), TestPlans.One("", "extra"));
        await using var rig = new PipelineRig(old);
        var gate = new TaskCompletionSource();
        rig.Streams.BeforeOpen = table => TableSlot.HasSameSchema(table, old.Targets[0]) ? gate.Task : Task.CompletedTask;
        rig.Streams.RefuseOpen = table =>
            TableSlot.HasSameSchema(table, old.Targets[0]) ? FakeStreams.Error(ZerobusErrorCode.SchemaRefused) : null;
        var opening = rig.Tables.Ask(old, 0).Opening!;
        rig.Tables.SwitchTo(renewed);
        await rig.Tables.GetAsync(0, CancellationToken.None);

        gate.SetResult();
        await opening;

        Assert.False(rig.Tables.IsDown(0));
    }

    /// <summary>Two opens with one schema are under way: the first stream stays, and the second one is closed.</summary>
    [Fact]
    public async Task SwitchTo_AnotherSchemaAndBackWhileItOpens_KeepsOneStream()
    {
        var (plan, other) = (TestPlans.One(), TestPlans.One("", "extra"));
        await using var rig = new PipelineRig(plan);
        var gates = new Queue<TaskCompletionSource>([new(), new()]);
        var (first, second) = (gates.First(), gates.Last());
        rig.Streams.BeforeOpen = _ => gates.TryDequeue(out var gate) ? gate.Task : Task.CompletedTask;
        var opening = rig.Tables.Ask(plan, 0).Opening!;
        rig.Tables.SwitchTo(other);
        rig.Tables.SwitchTo(plan);
        var openingAgain = rig.Tables.Ask(plan, 0).Opening!;

        first.SetResult();
        await opening;
        var stream = rig.Tables.Ask(plan, 0).Stream;
        second.SetResult();
        await openingAgain;

        Assert.Same(rig.Streams.Opened[0], stream);
        Assert.Same(stream, rig.Tables.Ask(plan, 0).Stream);
        Assert.Equal([false, true], rig.Streams.Opened.Select(static opened => opened.IsClosed));
    }
}
