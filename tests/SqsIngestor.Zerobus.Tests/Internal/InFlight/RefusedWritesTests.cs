using SqsIngestor.Zerobus.Internal.InFlight;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

public sealed class RefusedWritesTests
{
    [Fact]
    public void Add_ManyWithLongReasons_KeepsTheNewestReasonsAndEveryRefusal()
    {
        var refused = new RefusedWrites();
        for (var offset = 0L; offset < 1000; offset++)
            refused.Add(new RefusedWrite(offset, [0], 1, new string('x', 4096)));

        var all = Enumerable.Range(0, 1000).Select(offset => refused.Take(offset)!).ToList();

        Assert.All(all, write => Assert.Equal(ZerobusErrorCode.RecordRefused, write.Code));
        Assert.Equal(64, all.Count(write => write.Reason.Length > 0));
        Assert.Equal(4096, all[^1].Reason.Length);
    }

    [Fact]
    public void TakeUnreported_SomeTaken_GivesTheOthersOnce()
    {
        var refused = new RefusedWrites();
        for (var offset = 0L; offset < 4; offset++)
            refused.Add(new RefusedWrite(offset, [0], 1, ""));
        refused.Take(1);

        Assert.Equal([0L, 2L], refused.TakeUnreported(2).Select(write => write.Offset));
        Assert.Equal([3L], refused.TakeUnreported(10).Select(write => write.Offset));
        Assert.Empty(refused.TakeUnreported(10));
    }
}
