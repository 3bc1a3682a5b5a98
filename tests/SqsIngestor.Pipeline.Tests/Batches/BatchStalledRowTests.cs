using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;
using static SqsIngestor.Pipeline.Tests.Fakes.StalledRows;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>A row that never gets an ack is given up in the middle of the batch, so that those behind it are delivered.</summary>
public sealed class BatchStalledRowTests
{
    [Fact]
    public async Task ProcessAsync_ARowThatIsNeverAcked_IsGivenUpAndTheOthersAreDelivered()
    {
        await using var rig = new PipelineRig();
        NeverAckX(rig);

        var result = await rig.RunAsync(rig.StartAsync(Message("a"), Message("x"), Message("b"), Message("c")));

        Assert.Equal((3, 1), (result.Acked, result.Failed));
        Assert.Equal(["x"], rig.FailedIds);
        rig.AssertLogged(2115, "message x");
        rig.AssertLogged(2115, "", times: 1);
        Assert.Equal(1, (await rig.HistoryOfAsync(Message("x")))!.OverdueAcks);
    }

    /// <summary>Nobody waits for it, so it has until the deadline: its ack may only be slow.</summary>
    [Fact]
    public async Task ProcessAsync_NothingIsBehindIt_IsNotGivenUpBeforeTheDeadline()
    {
        await using var rig = new PipelineRig();
        NeverAckX(rig);
        var begun = rig.Clock.GetUtcNow();

        var result = await rig.RunAsync(rig.StartAsync(Message("a"), Message("x")));

        Assert.Equal((1, 1), (result.Acked, result.Failed));
        Assert.Equal(BatchTime, rig.Clock.GetUtcNow() - begun);
        Assert.Equal(0, rig.Streams.Opened[0].Renewals);
    }

    /// <summary>A message of another table waits, but not for this row.</summary>
    [Fact]
    public async Task ProcessAsync_OnlyAnotherTableWaitsToo_IsNotGivenUpBeforeTheDeadline()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;

        var result = await rig.RunAsync(rig.StartAsync(Message("x", "1"), Message("a", "2")));

        Assert.Equal((0, 2), (result.Acked, result.Failed));
        Assert.All(rig.Streams.Opened, static stream => Assert.Equal(0, stream.Renewals));
    }

    /// <summary>The client replaces no connection so soon, so that giving the row up would help nobody.</summary>
    [Fact]
    public async Task ProcessAsync_AShortBatch_GivesNothingUpBeforeTheDeadline()
    {
        await using var rig = new PipelineRig { Time = TimeSpan.FromSeconds(3) };
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;

        var result = await rig.RunAsync(rig.StartAsync(Message("x"), Message("a")));

        Assert.Equal((0, 2), (result.Acked, result.Failed));
        Assert.Equal(0, rig.Streams.Opened[0].Renewals);
        rig.AssertLogged(2115, "message x");
    }

    /// <summary>Rows of the same message are returned with it in any case.</summary>
    [Fact]
    public async Task ProcessAsync_OnlyRowsOfItsMessageAreBehindIt_IsNotGivenUpBeforeTheDeadline()
    {
        await using var rig = new PipelineRig(TestPlans.Exploding());
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;

        var result = await rig.RunAsync(rig.StartAsync(Message("x", "[1,2,3]")));

        Assert.Equal((0, 1), (result.Acked, result.Failed));
        Assert.Equal((3, 0), (rig.Streams.Opened[0].Written, rig.Streams.Opened[0].Renewals));
    }

    /// <summary>Another invocation has sent what waits behind it.</summary>
    [Fact]
    public async Task ProcessAsync_AnotherInvocationWaitsBehindIt_IsGivenUp()
    {
        await using var rig = new PipelineRig();
        NeverAckX(rig);
        var first = rig.StartAsync(Message("x"));
        var second = rig.StartAsync(rig.CreateProcessor(), Message("a"));

        await rig.RunAsync(first);

        Assert.Equal(1, (await second).Acked);
        Assert.Equal(["x"], rig.FailedIds);
    }

    /// <summary>One row is the cause, and not its table.</summary>
    [Fact]
    public async Task ProcessAsync_TheOnlyRowWithoutAckIsGivenUp_TheTableIsNotDown()
    {
        await using var rig = new PipelineRig();
        var isDown = true;
        NeverAckX(rig, stream =>
        {
            var renew = stream.OnRenew;
            stream.OnRenew = () =>
            {
                isDown = rig.Tables.IsDown(0);
                renew();
            };
        });

        await rig.RunAsync(rig.StartAsync(Message("x"), Message("a")));

        Assert.False(isDown);
    }

    /// <summary>Its own group waits for it.</summary>
    [Theory]
    [InlineData("a", false)]
    [InlineData("b", true)]
    public async Task ProcessAsync_InAFifoGroup_IsGivenUpForOtherGroupsOnly(string group, bool isGivenUp)
    {
        await using var rig = new PipelineRig();
        NeverAckX(rig);

        var result = await rig.RunAsync(rig.StartAsync(Fifo("x", "a"), Fifo("a", "a"), Fifo("b", group)));

        Assert.Equal(isGivenUp ? 1 : 0, result.Acked);
        Assert.Equal(isGivenUp ? 1 : 0, rig.Streams.Opened[0].Renewals);
        rig.AssertLogged(2103, "Message a", isGivenUp ? 1 : 0);
    }

    /// <summary>Then the others cannot even be sent. In a FIFO queue, the row waits for room until the deadline.</summary>
    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 0)]
    public async Task ProcessAsync_TheStreamIsFull_IsGivenUpInAStandardQueue(bool isFifo, int acked)
    {
        await using var rig = new PipelineRig();
        NeverAckX(rig, static stream => stream.Room = 3);
        string[] ids = ["x", "a", "b", "c", "d"];

        var processing = rig.StartAsync(ids.Select(id => isFifo ? Fifo(id, id) : Message(id)));
        rig.Clock.Advance(isFifo ? BatchTime : TableStreams.Grace);
        var result = await rig.RunAsync(processing);

        Assert.Equal((acked, ids.Length - acked), (result.Acked, result.Failed));
    }

    /// <summary>Whatever is begun anew in each check stays with the stream until the ack.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ProcessAsync_ManyChecksWithoutAnAck_WaitOnceForEachMessage(bool hasTwoTables)
    {
        await using var rig = new PipelineRig(hasTwoTables ? TestPlans.Either() : null);
        var waits = 0;
        rig.Streams.Prepare = (stream, _) =>
            (stream.HoldsAcks, stream.OnWait) = (true, () => Interlocked.Increment(ref waits));

        await rig.RunAsync(rig.StartAsync(Message("a", "1"), Message("b", "2"), Message("c", "1")));

        // In the batch, perhaps once more when its time is up, and after it; not in each of the 40 checks.
        Assert.InRange(waits, 3, 3 * 4);
    }

    /// <summary>
    /// Its message fails anyway, but that helps those behind the row as little as its ack would. And it must not be sent again
    /// while the row may still become durable.
    /// </summary>
    [Theory]
    [InlineData(ZerobusErrorCode.RecordRefused)]
    [InlineData(ZerobusErrorCode.NoProgress)]
    public async Task ProcessAsync_AnotherRowOfItsMessageFails_IsGivenUpToo(ZerobusErrorCode code)
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        NeverAckX(rig, stream =>
        {
            if (stream.Table != TestPlans.Table) return;
            stream.HoldsAcks = false;
            stream.OnWrite = row =>
            {
                var fails = row.Contains('x', StringComparison.Ordinal);
                stream.RefuseAck = _ => !fails ? null
                    : code == ZerobusErrorCode.RecordRefused ? FakeStreams.Refusal() : FakeStreams.Error(code);
            };
        });

        var result = await rig.RunAsync(rig.StartAsync(Message("x"), Message("a"), Message("b")));

        Assert.Equal((2, 1), (result.Acked, result.Failed));
        var copies = rig.Streams.Opened.Single(static stream => stream.Table != TestPlans.Table);
        Assert.Equal((3, 0L), (copies.Written, Assert.Single(copies.GivenUp)));
    }

    /// <summary>
    /// An invocation gives the row up at its deadline, and asks for no new connection. This one did before the row was sent, when
    /// there was no reason for it.
    /// </summary>
    [Fact]
    public async Task ProcessAsync_AnotherInvocationHasSentItSinceThisOneBegan_AsksForANewConnection()
    {
        await using var rig = new PipelineRig();
        NeverAckX(rig);
        await rig.StartAsync(Message("warm"));
        var stream = rig.Streams.Opened[0];
        stream.IsFull = true;
        var other = rig.StartAsync(Message("x"));
        rig.Clock.Advance(TableStreams.Grace);
        await rig.RunAsync(other, 0.6 * BatchTime);
        var processing = rig.StartAsync(rig.CreateProcessor(), Message("b"));
        stream.IsFull = false;

        Assert.Equal(1, (await rig.RunAsync(other)).Failed);
        Assert.Equal(1, (await rig.RunAsync(processing)).Acked);
        Assert.Equal([1L], stream.GivenUp);
    }
}
