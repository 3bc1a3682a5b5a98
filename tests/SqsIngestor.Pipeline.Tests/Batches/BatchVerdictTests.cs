using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>What is found out about a message in one delivery is known in the next.</summary>
public sealed class BatchVerdictTests
{
    [Fact]
    public async Task ProcessAsync_RefusedBefore_IsReportedWithoutSendingIt()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (s, _) =>
            s.RefuseAck = offset => offset == 1 ? FakeStreams.Error(ZerobusErrorCode.RecordRefused) : null;
        await rig.StartAsync(Message("a"), Message("bad"), Message("b"));

        var again = await rig.StartAsync(Message("bad"), Message("c"));

        Assert.Equal((1, 1, 4), (again.Acked, again.Failed, rig.Streams.Opened[0].Written));
        Assert.Equal(["bad"], rig.FailedIds);
        rig.AssertLogged(2106, "Message bad");
    }

    [Fact]
    public async Task ProcessAsync_Suspected_IsSentLastAndAloneAndThenCountsAsRefused()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (s, _) => s.RefuseAck = offset =>
            offset is 1 or 3 ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected) : null;
        await rig.StartAsync(Message("a"), Message("bad"));
        var stream = rig.Streams.Opened[0];

        var second = await rig.StartAsync(Message("bad"), Message("c"));
        Assert.Equal([false, false, false, true], stream.Terms.Select(static t => t.IsSuspect));
        var third = await rig.StartAsync(Message("bad"), Message("d"));

        Assert.Equal((1, 1, 5), (second.Acked, third.Acked, stream.Written));
        Assert.Equal(["bad"], rig.FailedIds);
        rig.AssertLogged(2106, "Message bad");
    }

    /// <summary>A table that was changed refuses every row until it is repaired.</summary>
    [Fact]
    public async Task ProcessAsync_RefusedWhileTheTableTakesNothing_IsSentAgainLastAndAlone()
    {
        await using var rig = new PipelineRig();
        var repaired = false;
        rig.Streams.Prepare = (s, _) => s.RefuseAck = _ =>
            repaired ? null : FakeStreams.Error(ZerobusErrorCode.RecordRefused);
        for (var receive = 0; receive < 3; receive++)
        {
            var result = await rig.StartAsync(Message("a"), Message("b"));
            // No message is at fault, as far as anything shows.
            Assert.Equal((2, "Function.ZerobusUnavailable"), (result.Failed, result.Failure?.ErrorType));
        }

        repaired = true;

        Assert.Equal(3, (await rig.StartAsync(Message("a"), Message("b"), Message("c"))).Acked);
        var stream = rig.Streams.Opened[0];
        Assert.Equal(["c", "a", "b"], stream.Rows.TakeLast(3).Select(static row => new[] { "a", "b", "c" }.Single(row.Contains)));
        // The client gives none of them up for one unexpected end of a connection.
        Assert.All(stream.Terms, static terms => Assert.False(terms.IsSuspect));
    }

    /// <summary>No row comes behind the last one that could show that the table takes rows; it goes last once more.</summary>
    [Fact]
    public async Task ProcessAsync_TheLastRowIsRefused_CountsAsRefusedWhenItIsRefusedBehindAnother()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (s, _) =>
            s.RefuseAck = offset => offset is 1 or 3 ? FakeStreams.Error(ZerobusErrorCode.RecordRefused) : null;
        await rig.StartAsync(Message("a"), Message("bad"));
        await rig.StartAsync(Message("bad"), Message("b"));
        Assert.Equal(4, rig.Streams.Opened[0].Written);

        await rig.StartAsync(Message("bad"), Message("c"));

        Assert.Equal(["bad"], rig.FailedIds);
        Assert.Equal(5, rig.Streams.Opened[0].Written);
    }

    [Fact]
    public async Task ProcessAsync_SeveralAreSuspectedAgainBesideFewOthers_NoneCountsAsRefused()
    {
        await using var rig = new PipelineRig();
        var flaky = true;
        SuspectX(rig, () => flaky);
        for (var receive = 0; receive < 3; receive++)
            Assert.Equal(2, (await rig.StartAsync(Message($"a{receive}"), Message("x1"), Message("x2"))).Failed);

        flaky = false;

        Assert.Equal(2, (await rig.StartAsync(Message("x1"), Message("x2"))).Acked);
    }

    [Fact]
    public async Task ProcessAsync_SeveralAreSuspectedAgainBesideManyOthers_CountAsRefused()
    {
        await using var rig = new PipelineRig(window: 1000);
        SuspectX(rig, static () => true);
        for (var receive = 0; receive < 2; receive++)
        {
            string[] good = [.. Enumerable.Range(0, 100).Select(i => Message($"a{receive}-{i}"))];
            Assert.Equal(2, (await rig.StartAsync([.. good, Message("x1"), Message("x2")])).Failed);
        }

        await rig.StartAsync(Message("x1"), Message("x2"));

        rig.AssertLogged(2106, "Message x", times: 2);
    }

    /// <summary>Others that were suspected long before say nothing about the service now.</summary>
    [Theory]
    [InlineData(59, 0)]
    [InlineData(60, 1)]
    public async Task ProcessAsync_AnotherWasSuspectedBefore_CountsForAMinute(int seconds, int refused)
    {
        await using var rig = new PipelineRig();
        SuspectX(rig, static () => true);
        await rig.StartAsync(Message("a0"), Message("x1"));
        await rig.StartAsync(Message("b"), Message("x2"));
        rig.Clock.Advance(TimeSpan.FromSeconds(seconds));
        await rig.StartAsync(Message("a1"), Message("x1"));

        await rig.StartAsync(Message("x1"));

        rig.AssertLogged(2106, "Message x1", refused);
    }

    /// <summary>What a service in trouble did to it must not make the next bad luck the last one.</summary>
    [Fact]
    public async Task ProcessAsync_SuspectedBesideFewOthersAndThenAlone_HasOneStrike()
    {
        await using var rig = new PipelineRig();
        var flaky = true;
        SuspectX(rig, () => flaky);
        for (var receive = 0; receive < 2; receive++)
            await rig.StartAsync(Message($"a{receive}"), Message("x1"), Message("x2"));
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        await rig.StartAsync(Message("b"), Message("x1"));

        flaky = false;

        Assert.Equal(1, (await rig.StartAsync(Message("x1"))).Acked);
    }

    [Fact]
    public async Task ProcessAsync_OneStrikeAndThenSuspectedWithoutAnyAck_IsNotRefused()
    {
        await using var rig = new PipelineRig();
        var flaky = true;
        SuspectX(rig, () => flaky);
        await rig.StartAsync(Message("a"), Message("x1"));
        for (var receive = 0; receive < 2; receive++)
        {
            rig.Clock.Advance(TimeSpan.FromMinutes(2));
            Assert.Equal("Function.ZerobusUnavailable", (await rig.StartAsync(Message("x1"))).Failure?.ErrorType);
        }

        flaky = false;

        Assert.Equal(1, (await rig.StartAsync(Message("x1"))).Acked);
    }

    /// <summary>A row that was sent before a table was altered may be settled after one that the table refuses now.</summary>
    [Fact]
    public async Task ProcessAsync_RefusedAndARowBeforeItIsAckedLater_IsSentAgain()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (s, _) =>
        {
            s.HoldsAcks = true;
            s.RefuseAck = static offset => offset == 1 ? FakeStreams.Error(ZerobusErrorCode.RecordRefused) : null;
        };
        await rig.TimeOutAsync(Message("before"));
        var processing = rig.StartAsync(Message("refused"), Message("behind"));
        var stream = rig.Streams.Opened[0];

        stream.AckNext();
        await Eventually.HoldsAsync(() => rig.Memory.TakeLateAcks() == 1);
        rig.Clock.Advance(BatchTime);
        Assert.Equal(2, (await processing).Failed);
        stream.HoldsAcks = false;

        Assert.Equal(1, (await rig.StartAsync(Message("refused"))).Acked);
    }

    /// <summary>Another invocation has written to the same stream.</summary>
    [Fact]
    public async Task ProcessAsync_RefusedAndARowBehindItIsAckedInAnotherBatch_CountsAsRefused()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (s, _) =>
        {
            s.HoldsAcks = true;
            s.RefuseAck = static offset => offset == 0 ? FakeStreams.Error(ZerobusErrorCode.RecordRefused) : null;
        };
        var processing = rig.StartAsync(Message("refused"), Message("slow"));
        var stream = rig.Streams.Opened[0];
        stream.HoldsAcks = false;
        Assert.Equal(1, (await rig.StartAsync(rig.CreateProcessor(), Message("other"))).Acked);
        stream.Ack();
        Assert.Null((await processing).Failure);

        await rig.StartAsync(Message("refused"));

        rig.AssertLogged(2106, "Message refused");
    }

    /// <summary>The function breaks on its second row, and what it knows of the first one stays.</summary>
    [Fact]
    public async Task ProcessAsync_FunctionBreaksOnAMessageThatIsRefused_RemembersTheRefusal()
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        rig.Streams.Prepare = static (stream, number) =>
        {
            if (number == 0)
                stream.RefuseAck = static offset => offset == 0 ? FakeStreams.Error(ZerobusErrorCode.RecordRefused) : null;
            else
                stream.OnWait = Once(static () => throw new NotSupportedException("secret words"));
        };
        Assert.Equal((1, 1), Numbers(await rig.StartAsync(Message("bad"), Message("b"))));

        await rig.StartAsync(Message("bad"));

        rig.AssertLogged(2107, "Message bad");
        rig.AssertLogged(2106, "Message bad");

        static (int, int) Numbers(BatchResult result) => (result.Acked, result.Failed);
    }

    /// <summary>A message that ends connections and comes alone is found out by the first stream that gives up.</summary>
    [Fact]
    public async Task ProcessAsync_TheStreamNamesItAsTheSuspect_IsSentOnceMoreAsSuspected()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, number) =>
        {
            stream.HoldsAcks = number == 0;
            stream.RefuseAck = _ => number > 0 ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected) : null;
        };
        var processing = rig.StartAsync(Message("bad"));

        rig.Streams.Opened[0].Fail(new ZerobusException(ZerobusErrorCode.NoProgress, "It broke.") { SuspectOffset = 0 });
        var first = await processing;
        var second = await rig.StartAsync(Message("bad"));

        Assert.Equal((1, 1), (first.Failed, second.Failed));
        Assert.Equal([true, true], rig.Streams.Opened[1].Terms.Select(static terms => terms.IsSuspect));
        // Nothing shows that the message is at fault and not the service.
        Assert.Equal("Function.ZerobusUnavailable", first.Failure?.ErrorType);
    }

    [Fact]
    public async Task ProcessAsync_SuspectedWithoutAnyAck_NeverCountsAsRefused()
    {
        await using var rig = new PipelineRig();
        var healed = false;
        rig.Streams.Prepare = (s, _) => s.RefuseAck = _ =>
            healed ? null : FakeStreams.Error(ZerobusErrorCode.RecordSuspected);
        for (var receive = 0; receive < 4; receive++) Assert.Equal(1, (await rig.StartAsync(Message("a"))).Failed);

        healed = true;

        Assert.Equal(1, (await rig.StartAsync(Message("a"))).Acked);
    }

    [Fact]
    public async Task ProcessAsync_StreamFails_ItsMessagesAreSentAgainInTheSameBatch()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, number) => stream.HoldsAcks = number == 0;
        var processing = rig.StartAsync(Message("a"), Message("b"));

        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.NoProgress));
        var result = await processing;

        Assert.Equal((2, 0), (result.Acked, result.Failed));
        Assert.Equal(2, rig.Streams.Opened[1].Written);
    }

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

    // Connections end with every row that has an x in it, while the service is flaky.
    private static void SuspectX(PipelineRig rig, Func<bool> flaky) => rig.Streams.Prepare = (s, _) => s.OnWrite = row =>
    {
        s.RefuseAck = flaky() && row.Contains('x', StringComparison.Ordinal)
            ? static _ => FakeStreams.Error(ZerobusErrorCode.RecordSuspected)
            : static _ => null;
    };

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
}
