using SqsIngestor.Pipeline.Deduplication;

namespace SqsIngestor.Pipeline.Tests.Deduplication;

public class DeliveryMemoryTests
{
    private readonly object _batch = new();

    [Fact]
    public void Begin_Unknown_IsNewAndThenInThisBatch()
    {
        var memory = new DeliveryMemory(10);

        Assert.Equal(DeliveryKind.New, memory.Begin(1, _batch, 4).Kind);
        Assert.Equal(new Delivery(DeliveryKind.InThisBatch) { Index = 4 }, memory.Begin(1, _batch, 5));
        Assert.Equal(DeliveryKind.New, memory.Begin(1, new object(), 0).Kind);
    }

    [Fact]
    public void Begin_Durable_IsKnownUntilTheWindowHasPassed()
    {
        var memory = new DeliveryMemory(3);
        memory.Durable(1);
        memory.Durable(2);
        memory.Durable(3);
        Assert.Equal(DeliveryKind.Durable, memory.Begin(1, _batch, 0).Kind);

        memory.Durable(4);

        Assert.Equal(DeliveryKind.New, memory.Begin(1, _batch, 0).Kind);
        Assert.Equal(DeliveryKind.Durable, memory.Begin(4, _batch, 0).Kind);
    }

    [Fact]
    public void Forget_ByAnotherOwner_KeepsWhatIsDurable()
    {
        var memory = new DeliveryMemory(10);
        memory.Durable(1);
        memory.Forget(1, _batch);
        Assert.Equal(DeliveryKind.Durable, memory.Begin(1, _batch, 0).Kind);

        memory.Begin(2, _batch, 0);
        memory.Forget(2, _batch);
        Assert.Equal(DeliveryKind.New, memory.Begin(2, _batch, 1).Kind);
    }

    [Fact]
    public async Task Late_AckedAfterwards_CountsAndIsDurable()
    {
        var memory = new DeliveryMemory(10);
        var acked = new TaskCompletionSource<bool>();
        var settled = memory.LateAsync(1, acked.Task);
        Assert.Same(acked.Task, memory.Begin(1, _batch, 0).Earlier);
        Assert.Equal(0, memory.TakeLateAcks());

        acked.SetResult(true);
        await settled;

        Assert.Equal(1, memory.TakeLateAcks());
        Assert.Equal(0, memory.TakeLateAcks());
        Assert.Equal(DeliveryKind.Durable, memory.Begin(1, _batch, 0).Kind);
    }

    [Fact]
    public async Task Late_NeverDurable_IsNewAgain()
    {
        var memory = new DeliveryMemory(10);
        await memory.LateAsync(1, Task.FromResult(false));

        Assert.Equal(DeliveryKind.New, memory.Begin(1, _batch, 0).Kind);
        Assert.Equal(0, memory.TakeLateAcks());
    }

    [Fact]
    public async Task Window_Zero_RemembersNothingButCountsLateAcks()
    {
        var memory = new DeliveryMemory(0);
        memory.Durable(1);
        await memory.LateAsync(2, Task.FromResult(true));

        Assert.Equal(DeliveryKind.New, memory.Begin(1, _batch, 0).Kind);
        Assert.Equal(DeliveryKind.New, memory.Begin(2, _batch, 0).Kind);
        Assert.Equal(1, memory.TakeLateAcks());
    }
}
