using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

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

    /// <summary>Each delivery finds as many as it has time for, and no good message is lost in five deliveries.</summary>
    [Theory]
    [InlineData(1, 3)]
    [InlineData(4, 3)]
    public async Task ProcessAsync_SeveralRowsAreNeverAcked_EveryOtherIsDeliveredSoon(int poison, int receives)
    {
        await using var rig = new PipelineRig(window: 1000);
        NeverAckX(rig);
        string[] waiting = [.. Enumerable.Range(0, 100).Select(i => i % (100 / poison) == 7 ? $"x{i}" : $"a{i}")];
        for (var receive = 0; receive < receives; receive++)
        {
            await rig.RunAsync(rig.StartAsync(waiting.Select(static id => Message(id))));
            waiting = rig.FailedIds;
            await KnowsAsync(rig, waiting);
        }

        Assert.Equal(poison, waiting.Length);
        Assert.All(waiting, static id => Assert.StartsWith("x", id, StringComparison.Ordinal));
    }

    /// <summary>
    /// The batch that sent it ended too soon. The next one waits for its ack only, and sees that it does not come.
    /// </summary>
    [Fact]
    public async Task ProcessAsync_ARowOfAnEarlierBatchIsNeverAcked_IsSuspected()
    {
        await using var rig = new PipelineRig { Time = TimeSpan.FromSeconds(7) };
        var isDue = true;
        NeverAckX(rig, stream =>
        {
            var renew = stream.OnRenew;
            stream.OnRenew = () =>
            {
                if (!isDue) return;
                isDue = false;
                renew();
            };
        });
        Assert.Equal(3, (await rig.RunAsync(rig.StartAsync(Message("x1"), Message("x2"), Message("a")))).Failed);
        rig.AssertLogged(2115, "message x2", times: 0);

        var processing = rig.StartAsync(Message("x2"), Message("a"));
        await rig.RunAsync(processing, TimeSpan.FromSeconds(3));
        var stream = rig.Streams.Opened[0];
        isDue = true;
        stream.RenewConnection();
        // The clock must not go on before the batch knows what became of the rows.
        await Eventually.HoldsAsync(() => stream.Written == 5);

        Assert.Equal(1, (await rig.RunAsync(processing)).Acked);
        Assert.Equal(["x2"], rig.FailedIds);
        Assert.Contains("a", stream.Rows[3], StringComparison.Ordinal);
    }

    /// <summary>With those that never got an ack goes the time that others need.</summary>
    [Fact]
    public async Task ProcessAsync_SuspectedMessages_GoInTheOrderOfTheirOverdueAcks()
    {
        await using var rig = new PipelineRig();
        var ends = true;
        NeverAckX(rig, stream => stream.RefuseAck = offset =>
            ends && stream.Rows[offset].Contains('s', StringComparison.Ordinal)
                ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected)
                : null);
        await rig.RunAsync(rig.StartAsync(Message("x1"), Message("a")));
        await KnowsAsync(rig, "x1");
        await rig.RunAsync(rig.StartAsync(Message("x2"), Message("s"), Message("x1"), Message("b")));
        await KnowsAsync(rig, "x1", "x2", "s");
        ends = false;

        var result = await rig.RunAsync(rig.StartAsync(Message("x1"), Message("x2"), Message("s"), Message("c")));

        Assert.Equal((2, 2), (result.Acked, result.Failed));
        var sent = string.Concat(rig.Streams.Opened[0].Rows.TakeLast(4)).Where(char.IsAsciiLetterOrDigit);
        Assert.Equal("csx2x1", string.Concat(sent));
    }

    /// <summary>Its own group cannot go on without it.</summary>
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

    /// <summary>Its ack was only slow, and comes before the batch is reported.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ProcessAsync_AfterTheGiveUpAcksCome_EveryMessageSucceeds(bool isFifo)
    {
        await using var rig = new PipelineRig();
        AckWhenGivenUp(rig, static stream => stream.Ack());
        string[] messages = isFifo
            ? [Fifo("x", "a"), Fifo("y", "a"), Fifo("b", "b"), Fifo("z", "a")]
            : [Message("x"), Message("y"), Message("b"), Message("x")];

        var result = await rig.RunAsync(rig.StartAsync(messages));

        Assert.Equal([0L], rig.Streams.Opened[0].GivenUp);
        Assert.Equal((0, isFifo ? 4 : 3), (result.Failed, result.Rows));
        Assert.Equal((4, 0), (result.Acked + result.Deduplicated, rig.Memory.TakeLateAcks()));
        Assert.Equal(4, (await rig.StartAsync(messages)).Deduplicated);
    }

    /// <summary>What is behind it in its group must not be reported before it.</summary>
    [Fact]
    public async Task ProcessAsync_AfterTheGiveUpOnlyRowsBehindItAreAcked_ReturnsItsGroup()
    {
        await using var rig = new PipelineRig();
        AckWhenGivenUp(rig, static stream =>
        {
            stream.Refuse(0, FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn));
            stream.Ack();
        });

        var result = await rig.RunAsync(rig.StartAsync(Fifo("x", "a"), Fifo("y", "a"), Fifo("b", "b")));

        Assert.Equal(1, result.Acked);
        Assert.Equal(["x", "y"], rig.FailedIds);
        Assert.Equal(1, rig.Memory.TakeLateAcks());
    }

    /// <summary>Then it is reported as failed, and another process may send it again.</summary>
    [Fact]
    public async Task ProcessAsync_AfterTheBatchTheAckComes_IsLate()
    {
        await using var rig = new PipelineRig();
        AckWhenGivenUp(rig, static stream =>
        {
            for (var row = 1; row < stream.Written; row++) stream.AckAt(row);
        });
        var result = await rig.RunAsync(rig.StartAsync(Message("x"), Message("y")));
        Assert.Equal((1, 1), (result.Acked, result.Failed));

        rig.Streams.Opened[0].Ack();

        Assert.Equal(1, (await rig.StartAsync(Message("x"))).Deduplicated);
        Assert.Equal(1, rig.Memory.TakeLateAcks());
    }

    // The connection is not replaced.
    private static void AckWhenGivenUp(PipelineRig rig, Action<FakeStream> ack) => rig.Streams.Prepare = (stream, _) =>
    {
        stream.HoldsAcks = true;
        stream.OnRenew = () =>
        {
            if (stream.GivenUp.Count > 0) ack(stream);
        };
    };

    // The fake clock must not go on before the memory knows what became of the rows that a batch gave up.
    private static async Task KnowsAsync(PipelineRig rig, params string[] ids)
    {
        rig.Streams.Opened[0].RenewConnection();
        foreach (var id in ids) await rig.HistoryOfAsync(Message(id));
    }

    // As the client does it: acks come in order up to the first row with an x in it. Rows that were given up are not sent on a
    // new connection.
    private static void NeverAckX(PipelineRig rig, Action<FakeStream>? prepare = null) => rig.Streams.Prepare = (stream, _) =>
    {
        stream.HoldsAcks = true;
        stream.OnWrite = _ => Ack(stream);
        stream.OnRenew = () =>
        {
            if (stream.GivenUp.Count == 0) return;
            stream.GivenUp.Where(offset => !stream.IsSettled(offset)).ToList()
                .ForEach(offset => stream.Refuse((int)offset, FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn)));
            var withdrawn = Enumerable.Range(0, stream.Written)
                .Where(row => !stream.IsSettled(row) && stream.Withdrawn.Contains(stream.Terms[row].OrderingKey)).ToList();
            withdrawn.ForEach(row => stream.Refuse(row, FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn)));
            stream.Reconnect();
            Ack(stream);
        };
        prepare?.Invoke(stream);
    };

    private static void Ack(FakeStream stream)
    {
        while (stream.FirstUnacked is { } row && !row.Contains('x', StringComparison.Ordinal)) stream.AckNext();
    }
}
