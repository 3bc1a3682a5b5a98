using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Tests.Fakes;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>The function breaks on a message, which fails that message only.</summary>
public sealed class BatchBrokenMessageTests
{
    [Fact]
    public async Task ProcessAsync_FunctionBreaksOnAMessage_FailsThatMessageOnly()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.Breaks = static offset => offset == 1;

        var result = await rig.StartAsync(Message("a"), Message("bad"), Message("c"));

        Assert.Equal((2, 1), (result.Acked, result.Failed));
        Assert.Equal(["bad"], rig.FailedIds);
        Assert.Null(result.Failure);
        rig.AssertLogged(2107, "System.NotSupportedException");
        Assert.DoesNotContain(rig.Logs.Lines, static line => line.Contains("secret words", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ProcessAsync_FunctionBreaksWhenItSettlesAMessage_FailsThatMessageOnly()
    {
        await using var rig = new PipelineRig();
        BreakTheSecondAck(rig);

        var result = await rig.StartAsync(Message("a"), Message("bad"), Message("c"));

        Assert.Equal((2, 1), (result.Acked, result.Failed));
        Assert.Equal(["bad"], rig.FailedIds);
        Assert.Null(result.Failure);
        rig.AssertLogged(2107, "System.NotSupportedException");
        Assert.DoesNotContain(rig.Logs.Lines, static line => line.Contains("secret words", StringComparison.Ordinal));
        Assert.Equal(1, (await rig.StartAsync(Message("bad"))).Acked);
    }

    /// <summary>Those behind it in its group are not reported before it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ProcessAsync_FunctionBreaksWhenItSettlesAMessageOfAGroup_ReturnsThoseBehindIt(bool waits)
    {
        await using var rig = new PipelineRig(order: waits ? FifoOrder.Wait : FifoOrder.Pipeline);
        BreakTheSecondAck(rig);

        var result = await rig.StartAsync(Fifo("a", "g"), Fifo("bad", "g"), Fifo("c", "g"));

        Assert.Equal((1, 2), (result.Acked, result.Failed));
        Assert.Equal(["bad", "c"], rig.FailedIds);
    }

    /// <summary>The function breaks on its second row, and what it knows of the first one stays.</summary>
    [Fact]
    public async Task ProcessAsync_FunctionBreaksOnAMessageThatIsRefused_RemembersTheRefusal()
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        rig.Streams.Prepare = static (stream, number) =>
        {
            if (number == 0)
                stream.RefuseAck = static offset => offset == 1 ? FakeStreams.Refusal() : null;
            else
                stream.OnWait = Once(() => stream.OnWait = Once(static () => throw new NotSupportedException("secret words")));
        };
        Assert.Equal((2, 1), Numbers(await rig.StartAsync(Message("a"), Message("bad"), Message("b"))));

        rig.AssertLogged(2107, "Message bad");
        Assert.True((await rig.HistoryOfAsync(Message("bad")))!.WasRefused);

        static (int, int) Numbers(BatchResult result) => (result.Acked, result.Failed);
    }

    private static Action Once(Action act)
    {
        var left = act;
        return () =>
        {
            (var now, left) = (left, static () => { });
            now();
        };
    }

    private static void BreakTheSecondAck(PipelineRig rig)
    {
        var acks = 0;
        rig.Streams.Prepare = (stream, _) => stream.OnWait = () =>
        {
            if (++acks == 2) throw new NotSupportedException("secret words");
        };
    }

    /// <summary>What was sent of it may still become durable, and is not sent again then.</summary>
    [Fact]
    public async Task ProcessAsync_FunctionBreaksBesideARowWithoutAck_TheRowIsNotForgotten()
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        rig.Streams.Prepare = static (stream, _) =>
        {
            stream.HoldsAcks = stream.Table != TestPlans.Table;
            if (stream.HoldsAcks) return;
            stream.OnWait = () =>
            {
                stream.OnWait = static () => { };
                throw new NotSupportedException();
            };
        };
        await rig.TimeOutAsync(Message("bad"));
        var copies = rig.Streams.Opened.Single(static stream => stream.Table != TestPlans.Table);
        copies.Ack();
        await rig.HistoryOfAsync(Message("bad"));
        copies.HoldsAcks = false;

        Assert.Equal(1, (await rig.StartAsync(Message("bad"))).Acked);
        Assert.Equal([1, 1], rig.Streams.Opened.Select(static stream => stream.Written));
    }
}
