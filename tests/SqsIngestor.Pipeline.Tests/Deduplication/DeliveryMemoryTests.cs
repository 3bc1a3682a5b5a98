using SqsIngestor.Pipeline.Deduplication;

namespace SqsIngestor.Pipeline.Tests.Deduplication;

public class DeliveryMemoryTests
{
    private readonly object _batch = new();

    [Fact]
    public void Begin_Unknown_IsNewAndThenInThisBatch()
    {
        var memory = new DeliveryMemory(10);

        Assert.Equal(DeliveryStatus.New, memory.Begin(1, _batch, 4).Status);
        Assert.Equal(new DeliveryLookup(DeliveryStatus.InThisBatch) { Index = 4 }, memory.Begin(1, _batch, 5));
        Assert.Equal(DeliveryStatus.New, memory.Begin(1, new object(), 0).Status);
    }

    [Fact]
    public void Begin_Durable_IsKnownUntilTheWindowHasPassed()
    {
        var memory = new DeliveryMemory(3);
        memory.Acked(1);
        memory.Acked(2);
        memory.Acked(3);
        Assert.Equal(DeliveryStatus.Durable, memory.Begin(1, _batch, 0).Status);

        memory.Acked(4);

        Assert.Equal(DeliveryStatus.New, memory.Begin(1, _batch, 0).Status);
        Assert.Equal(DeliveryStatus.Durable, memory.Begin(4, _batch, 0).Status);
    }

    [Fact]
    public void Forget_ByAnotherOwner_KeepsWhatIsDurable()
    {
        var memory = new DeliveryMemory(10);
        memory.Acked(1);
        memory.Forget(1, _batch);
        Assert.Equal(DeliveryStatus.Durable, memory.Begin(1, _batch, 0).Status);

        memory.Begin(2, _batch, 0);
        memory.Forget(2, _batch);
        Assert.Equal(DeliveryStatus.New, memory.Begin(2, _batch, 1).Status);
    }

    [Fact]
    public async Task Late_AckedAfterwards_CountsAndIsDurable()
    {
        var memory = new DeliveryMemory(10);
        var acked = new TaskCompletionSource<bool>();
        var settled = memory.AckPendingAsync(1, acked.Task);
        var other = memory.Begin(1, _batch, 0).Acked!;
        Assert.False(other.IsCompleted);
        Assert.Equal(0, memory.TakeLateAcks());

        acked.SetResult(true);

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
        var memory = new DeliveryMemory(10);
        await memory.AckPendingAsync(1, Task.FromResult(false));

        Assert.Equal(DeliveryStatus.New, memory.Begin(1, _batch, 0).Status);
        Assert.Equal(0, memory.TakeLateAcks());
    }

    [Fact]
    public async Task Window_Zero_RemembersNothingButCountsLateAcks()
    {
        var memory = new DeliveryMemory(0);
        memory.Acked(1);
        await memory.AckPendingAsync(2, Task.FromResult(true));

        Assert.Equal(DeliveryStatus.New, memory.Begin(1, _batch, 0).Status);
        Assert.Equal(DeliveryStatus.New, memory.Begin(2, _batch, 0).Status);
        Assert.Equal(1, memory.TakeLateAcks());
    }
}
