using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Tests.Deduplication;

/// <summary>What the memory makes of rows that a resumed stream finds durable.</summary>
public sealed class RecoveredRowTests
{
    private const int Shape = 5;

    private static readonly UInt128 Key = 1;

    private readonly DeliveryMemory _memory = new(100, TimeProvider.System);
    private readonly object _batch = new();
    private readonly object _plan = new();

    [Fact]
    public void Recover_AllRows_MessageIsDurable()
    {
        _memory.Recover([Row(0), Row(1)]);

        Assert.Equal(DeliveryStatus.Durable, _memory.Begin(Key, _batch, 0).Status);
    }

    [Fact]
    public void Recover_RowsOfTwoTables_AddUp()
    {
        _memory.Recover([Row(1)]);
        Assert.Equal((true, false), _memory.Find(Key));
        _memory.Recover([Row(0)]);

        Assert.Equal((true, true), _memory.Find(Key));
    }

    [Fact]
    public void Recover_SomeRows_NextDeliveryKnowsThem()
    {
        _memory.Recover([Row(1)]);

        var known = _memory.Begin(Key, _batch, 0);

        Assert.Equal(DeliveryStatus.New, known.Status);
        Assert.True(known.History!.DurableFor(Shape).Contains(1));
        Assert.Equal(0, known.History.DurableFor(Shape + 1).Count);
    }

    [Fact]
    public void Recover_MessageBelongsToABatch_BatchCanAskAndKeepsIt()
    {
        _memory.Begin(Key, _batch, 0);
        Assert.False(_memory.HasRecovered);

        _memory.Recover([Row(0), Row(1)]);

        Assert.True(_memory.HasRecovered);
        Assert.Equal(2, _memory.HistoryOf(Key)!.DurableFor(Shape).Count);
        Assert.Equal(DeliveryStatus.AckPending, _memory.Begin(Key, new object(), 0).Status);
        _memory.Acked(Key);
        Assert.Equal(DeliveryStatus.Durable, _memory.Begin(Key, _batch, 0).Status);
    }

    [Fact]
    public void Failed_AfterRecover_KeepsTheRowsOfBoth()
    {
        _memory.Begin(Key, _batch, 0);
        _memory.Recover([Row(0)]);

        _memory.Failed(Key, _batch, _plan, DeliveryHistory.None.WithDurable(Shape, [1]));

        var history = _memory.Begin(Key, _batch, 0).History!;
        Assert.Equal(2, history.DurableFor(Shape).Count);
        // Once: what a later delivery finds out replaces it.
        _memory.Failed(Key, _batch, _plan, DeliveryHistory.None.WithDurable(Shape + 1, [0]));
        Assert.Equal(1, _memory.HistoryOf(Key)!.DurableFor(Shape + 1).Count);
    }

    [Fact]
    public void Recover_RowWithoutAMessage_IsIgnored()
    {
        _memory.Recover([default]);

        Assert.Equal((false, false), _memory.Find(default));
    }

    private static MessageRow Row(int index) => new(Key, index, Shape, Rows: 2);
}
