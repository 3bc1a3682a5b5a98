using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Deduplication;

public class DeliveryMemoryTests
{
    private readonly QuietClock _clock = new();
    private readonly object _batch = new();
    private readonly object _plan = new();

    [Fact]
    public void Begin_Unknown_IsNewAndThenInThisBatch()
    {
        var memory = new DeliveryMemory(10, _clock);

        Assert.Equal(DeliveryStatus.New, memory.Begin(1, _batch, 4).Status);
        Assert.Equal(new DeliveryLookup(DeliveryStatus.InThisBatch) { Index = 4 }, memory.Begin(1, _batch, 5));
    }

    [Fact]
    public async Task Begin_OwnedByAnotherBatch_WaitsForItsOutcome()
    {
        var memory = new DeliveryMemory(10, _clock);
        memory.Begin(1, _batch, 0);
        memory.Begin(2, _batch, 1);
        var first = memory.Begin(1, new object(), 0);
        var second = memory.Begin(2, new object(), 0);
        Assert.Equal((DeliveryStatus.AckPending, DeliveryStatus.AckPending), (first.Status, second.Status));
        Assert.False(first.Pending!.Acked.IsCompleted);

        memory.Acked(1);
        memory.Failed(2, _batch, _plan, DeliveryHistory.None);

        Assert.True(await first.Pending!.Acked);
        Assert.False(await second.Pending!.Acked);
        Assert.Equal(DeliveryStatus.New, memory.Begin(2, new object(), 0).Status);
    }

    [Fact]
    public async Task Begin_OwnerReachesItsDeadline_WaitsForTheAcks()
    {
        var memory = new DeliveryMemory(10, _clock);
        memory.Begin(1, _batch, 0);
        var other = memory.Begin(1, new object(), 0);
        Assert.Null(other.Pending!.Tables);
        var acked = new TaskCompletionSource<DeliveryHistory?>();
        _ = memory.AckPendingAsync(1, _plan, acked.Task, [0], []);
        Assert.False(other.Pending!.Acked.IsCompleted);
        // It is known by now what it waits for.
        Assert.Equal([0], other.Pending!.Tables);

        acked.SetResult(null);

        Assert.True(await other.Pending!.Acked);
    }

    [Fact]
    public void Begin_Refused_IsRememberedForATime()
    {
        var memory = new DeliveryMemory(10, _clock);
        memory.Begin(1, _batch, 0);
        memory.Failed(1, _batch, _plan, DeliveryHistory.None with { IsRefused = true });
        Assert.Equal(DeliveryStatus.Refused, memory.Begin(1, new object(), 0).Status);

        _clock.Advance(DeliveryHistories.RefusalTime);

        Assert.Equal(DeliveryStatus.New, memory.Begin(1, new object(), 0).Status);
    }

    [Fact]
    public void Begin_RefusedAndTheTableHasChanged_IsNew()
    {
        var memory = new DeliveryMemory(10, _clock);
        memory.Begin(1, _batch, 0);
        memory.Failed(1, _batch, _plan, DeliveryHistory.None with { IsRefused = true });

        memory.SwitchTo(new object());

        Assert.Equal(DeliveryStatus.New, memory.Begin(1, new object(), 0).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Failed_ABatchFindsARefusalOutAfterTheTableHasChanged_CountsOnlyWithTheNewPlan(bool isNew)
    {
        var (memory, renewed) = (new DeliveryMemory(10, _clock), new object());
        memory.Begin(1, _batch, 0);
        memory.SwitchTo(renewed);

        memory.Failed(1, _batch, isNew ? renewed : _plan, DeliveryHistory.None with { IsRefused = true });

        Assert.Equal(isNew ? DeliveryStatus.Refused : DeliveryStatus.New, memory.Begin(1, new object(), 0).Status);
    }

    [Fact]
    public void Begin_FailedBefore_GivesItsHistory()
    {
        var memory = new DeliveryMemory(10, _clock);
        memory.Begin(1, _batch, 0);
        memory.Failed(1, _batch, _plan, DeliveryHistory.None.WithDurable(shape: 7, [2]).WithStrike());

        var known = memory.Begin(1, new object(), 0).History!;

        Assert.Equal((1, false), (known.Strikes, known.IsRefused));
        Assert.Equal((1, true), (known.DurableFor(shape: 7).Count, known.DurableFor(shape: 7).Contains(2)));
        Assert.Equal(0, known.DurableFor(shape: 8).Count);
        Assert.Equal((2, true), (known.WithStrike().Strikes, known.WithStrike().IsRefused));
    }

    [Fact]
    public void Begin_RefusedAndManyDeliveredSince_IsRefused()
    {
        var memory = new DeliveryMemory(10, _clock);
        memory.Begin(1, _batch, 0);
        memory.Failed(1, _batch, _plan, DeliveryHistory.None with { IsRefused = true });

        for (var key = 2u; key < 100; key++) memory.Acked(key);

        Assert.Equal(DeliveryStatus.Refused, memory.Begin(1, new object(), 0).Status);
    }

    [Fact]
    public void Begin_RefusedWhenMoreAreInFlightThanTheWindow_IsRefused()
    {
        var memory = new DeliveryMemory(2, _clock);
        for (var key = 1u; key <= 4; key++) memory.Begin(key, _batch, (int)key);

        memory.Failed(1, _batch, _plan, DeliveryHistory.None with { IsRefused = true });

        Assert.Equal(DeliveryStatus.Refused, memory.Begin(1, new object(), 0).Status);
    }

    [Fact]
    public void Failed_MoreThanTheWindow_ForgetsTheOldest()
    {
        var memory = new DeliveryMemory(3, _clock);
        for (var key = 1u; key <= 4; key++)
        {
            memory.Begin(key, _batch, 0);
            memory.Failed(key, _batch, _plan, DeliveryHistory.None with { IsRefused = true });
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(DeliveryStatus.New, memory.Begin(1, _batch, 0).Status);
        Assert.Equal(DeliveryStatus.Refused, memory.Begin(4, _batch, 0).Status);
    }

    [Fact]
    public void Begin_Durable_IsKnownUntilTheWindowHasPassed()
    {
        var memory = new DeliveryMemory(3, _clock);
        memory.Acked(1);
        memory.Acked(2);
        memory.Acked(3);
        Assert.Equal(DeliveryStatus.Durable, memory.Begin(1, _batch, 0).Status);

        memory.Acked(4);

        Assert.Equal(DeliveryStatus.New, memory.Begin(1, _batch, 0).Status);
        Assert.Equal(DeliveryStatus.Durable, memory.Begin(4, _batch, 0).Status);
    }

    /// <summary>A message that failed and came again has the place of its second time.</summary>
    [Fact]
    public void Begin_InFlightAgainAfterItFailed_IsKnown()
    {
        var memory = new DeliveryMemory(2, _clock);
        memory.Begin(1, _batch, 0);
        memory.Failed(1, _batch, _plan, DeliveryHistory.None);
        memory.Begin(1, _batch, 0);

        memory.Acked(2);
        memory.Acked(3);

        Assert.Equal(DeliveryStatus.AckPending, memory.Begin(1, new object(), 0).Status);
    }

    [Fact]
    public void Begin_DurableAgainAfterItFailed_IsKnownForAsLongAsTheOthers()
    {
        var memory = new DeliveryMemory(3, _clock);
        memory.Begin(1, _batch, 0);
        memory.Failed(1, _batch, _plan, DeliveryHistory.None);
        memory.Acked(2);
        memory.Acked(1);

        memory.Acked(3);

        Assert.Equal(DeliveryStatus.Durable, memory.Begin(1, _batch, 0).Status);
        Assert.Equal(DeliveryStatus.Durable, memory.Begin(2, _batch, 0).Status);
    }

    [Fact]
    public async Task Begin_MoreInFlightThanTheWindow_ForgetsNoneOfThem()
    {
        var memory = new DeliveryMemory(2, _clock);
        var acked = new TaskCompletionSource<DeliveryHistory?>();
        for (var key = 1u; key <= 10; key++) memory.Begin(key, _batch, (int)key);
        var waited = memory.Begin(1, new object(), 0).Pending!.Acked;
        var settled = memory.AckPendingAsync(2, _plan, acked.Task, [0], []);
        for (var key = 11u; key <= 50; key++) memory.Acked(key);

        for (var key = 1u; key <= 10; key++) Assert.Equal(DeliveryStatus.AckPending, memory.Begin(key, new object(), 0).Status);
        Assert.False(waited.IsCompleted);
        memory.Acked(1);
        acked.SetResult(null);

        Assert.True(await waited);
        Assert.True(await settled);
        Assert.Equal(DeliveryStatus.Durable, memory.Begin(1, _batch, 0).Status);
    }

    /// <summary>What was more than the window while it was in flight is forgotten when it is durable.</summary>
    [Fact]
    public void Acked_MoreThanTheWindow_ForgetsTheOldest()
    {
        var memory = new DeliveryMemory(2, _clock);
        for (var key = 1u; key <= 10; key++) memory.Begin(key, _batch, (int)key);
        for (var key = 1u; key <= 30; key++) memory.Acked(key);

        Assert.Equal(DeliveryStatus.Durable, memory.Begin(30, _batch, 0).Status);
        Assert.Equal(DeliveryStatus.Durable, memory.Begin(29, _batch, 0).Status);
        Assert.Equal(DeliveryStatus.New, memory.Begin(28, _batch, 0).Status);
    }

    [Fact]
    public void Forget_ByAnotherOwner_KeepsWhatIsDurable()
    {
        var memory = new DeliveryMemory(10, _clock);
        memory.Acked(1);
        memory.Failed(1, _batch, _plan, DeliveryHistory.None);
        Assert.Equal(DeliveryStatus.Durable, memory.Begin(1, _batch, 0).Status);

        memory.Begin(2, _batch, 0);
        memory.Failed(2, _batch, _plan, DeliveryHistory.None);
        Assert.Equal(DeliveryStatus.New, memory.Begin(2, _batch, 1).Status);
    }

    [Fact]
    public async Task Late_AckedAfterwards_CountsAndIsDurable()
    {
        var memory = new DeliveryMemory(10, _clock);
        var acked = new TaskCompletionSource<DeliveryHistory?>();
        var settled = memory.AckPendingAsync(1, _plan, acked.Task, [0], []);
        var other = memory.Begin(1, _batch, 0).Pending!.Acked;
        Assert.False(other.IsCompleted);
        Assert.Equal(0, memory.TakeLateAcks());

        acked.SetResult(null);

        // Another invocation that waits for the ack sees it counted.
        Assert.True(await other);
        Assert.Equal(1, memory.TakeLateAcks());
        Assert.True(await settled);
        Assert.Equal(0, memory.TakeLateAcks());
        Assert.Equal(DeliveryStatus.Durable, memory.Begin(1, _batch, 0).Status);
    }

    [Fact]
    public async Task Late_NeverDurable_IsNewAgain()
    {
        var memory = new DeliveryMemory(10, _clock);
        await memory.AckPendingAsync(1, _plan, Task.FromResult<DeliveryHistory?>(DeliveryHistory.None), [0], []);

        Assert.Equal(DeliveryStatus.New, memory.Begin(1, _batch, 0).Status);
        Assert.Equal(0, memory.TakeLateAcks());
    }

    [Fact]
    public async Task Window_Zero_RemembersNothingButCountsLateAcks()
    {
        var memory = new DeliveryMemory(0, _clock);
        memory.Acked(1);
        await memory.AckPendingAsync(2, _plan, Task.FromResult<DeliveryHistory?>(null), [0], []);

        Assert.Equal(DeliveryStatus.New, memory.Begin(1, _batch, 0).Status);
        Assert.Equal(DeliveryStatus.New, memory.Begin(2, _batch, 0).Status);
        Assert.Equal(1, memory.TakeLateAcks());
    }

    /// <summary>A delivery with other rows, of which none is durable, takes nothing away.</summary>
    [Fact]
    public void WithDurable_NoRowOfAnotherShape_KeepsWhatIsKnown()
    {
        var history = DeliveryHistory.None.WithDurable(shape: 7, [2]);

        Assert.Equal((1, 0), (history.WithDurable(8, []).DurableFor(7).Count, history.WithDurable(8, [1]).DurableFor(7).Count));
    }
}
