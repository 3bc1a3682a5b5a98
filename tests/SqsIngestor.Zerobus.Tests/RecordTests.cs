using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Zerobus.Tests;

public sealed class RecordTests
{
    private static readonly int[] Lengths = [1, 2, 0, 3];

    [Fact]
    public async Task WriteAsync_OneRecord_IsAckedAtOffsetZero()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync();

        var offset = await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.WaitForAckAsync(offset).AsTask().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(0, offset);
        Assert.Equal(["record-0"], rig.Durable);
        Assert.Empty(stream.GetUnacked());
    }

    [Fact]
    public async Task WaitForAckAsync_OneCumulativeAck_SettlesAllBefore()
    {
        await using var rig = await ZerobusRig.StartAsync(static async connection =>
        {
            await connection.OpenAsync();
            await connection.ReadAsync(100);
            await connection.AckAsync(99);
            await connection.ReadAsync();
        });
        var stream = await rig.OpenAsync();

        for (var i = 0; i < 100; i++)
            Assert.Equal(i, await stream.WriteAsync(ZerobusRig.Record(i)));
        for (var i = 0; i < 100; i++)
            await stream.WaitForAckAsync(i).AsTask().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(
            Enumerable.Range(0, 100).Select(static i => (long)i),
            rig.Server.State.Connections[0].Received.Select(static r => r.Offset));
    }

    [Fact]
    public async Task WriteBatchAsync_MixedWithSingles_TakesOneOffsetEach()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync();

        Assert.Equal(0, await stream.WriteAsync(ZerobusRig.Record(0)));
        Assert.Equal(1, await stream.WriteBatchAsync([ZerobusRig.Record(1), ZerobusRig.Record(2)]));
        Assert.Equal(2, await stream.WriteAsync(ZerobusRig.Record(3)));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["record-0", "record-1", "record-2", "record-3"], rig.Durable);
        Assert.Equal([false, true, false], rig.Server.State.Connections[0].Received.Select(static r => r.IsBatch));
    }

    [Fact]
    public async Task WriteBatchAsync_OneBufferWithLengths_SendsEachRecord()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync();
        var buffer = "abbccc"u8.ToArray();

        await stream.WriteBatchAsync(buffer, Lengths);
        buffer.AsSpan().Clear();
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["a", "bb", "", "ccc"], rig.Durable);
    }

    [Fact]
    public async Task WriteBatchAsync_Empty_TakesNoOffset()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync();

        var before = await stream.WriteBatchAsync([]);
        await stream.WaitForAckAsync(before);
        var first = await stream.WriteAsync(ZerobusRig.Record(0));
        var after = await stream.WriteBatchAsync(default, default(ReadOnlyMemory<int>));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal((-1, 0, 0), (before, first, after));
        Assert.Single(rig.Server.State.Connections[0].Received);
    }
}
