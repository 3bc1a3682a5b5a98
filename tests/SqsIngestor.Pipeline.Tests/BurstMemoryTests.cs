namespace SqsIngestor.Pipeline.Tests;

public sealed class BurstMemoryTests
{
    [Fact]
    public void BatchEnded_EnoughWasReleased_CollectsOnce()
    {
        var (released, collections) = (0L, 0);
        var memory = new BurstMemory(() => released, () => collections++);

        memory.BatchEnded();
        released = 8 * 1024 * 1024 - 1;
        memory.BatchEnded();
        Assert.Equal(0, collections);

        released++;
        memory.BatchEnded();
        memory.BatchEnded();
        Assert.Equal(1, collections);

        released *= 2;
        memory.BatchEnded();
        Assert.Equal(2, collections);
    }
}
