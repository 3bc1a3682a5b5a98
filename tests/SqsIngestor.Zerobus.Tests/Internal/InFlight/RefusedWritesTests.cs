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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Add_ManyWithdrawnInARow_TellsEach(bool oneByOne)
    {
        const int Many = 100_000;
        var refused = new RefusedWrites();
        for (var offset = 0L; offset < Many; offset++)
            refused.Add(Withdrawn(offset));

        var told = oneByOne
            ? Enumerable.Range(0, Many).Select(offset => refused.Take(offset)!).ToArray()
            : refused.TakeUnreported(Many);

        Assert.Equal(Enumerable.Range(0, Many).Select(static offset => (long)offset), told.Select(static write => write.Offset));
        Assert.All(told, static write => Assert.Equal((ZerobusErrorCode.RecordWithdrawn, 1), (write.Code, write.RecordCount)));
        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, refused.Take(17)!.Code);
        Assert.Null(refused.Take(Many));
    }

    [Fact]
    public void Take_WithdrawnAmongRefused_TellsThemApart()
    {
        var refused = new RefusedWrites();
        refused.Add(Withdrawn(1));
        refused.Add(new RefusedWrite(2, [0], 1, "no"));
        refused.Add(Withdrawn(3));
        refused.Add(new RefusedWrite(4, [0, 1], 2, "") { Code = ZerobusErrorCode.RecordWithdrawn });

        Assert.Equal(
            [null, ZerobusErrorCode.RecordWithdrawn, ZerobusErrorCode.RecordRefused, ZerobusErrorCode.RecordWithdrawn],
            new long[] { 0, 1, 2, 3 }.Select(offset => refused.Take(offset)?.Code));
        Assert.Equal(2, refused.TakeUnreported(4).Single().RecordCount);
    }

    private static RefusedWrite Withdrawn(long offset) => new(offset, [0], 1, "") { Code = ZerobusErrorCode.RecordWithdrawn };
}
