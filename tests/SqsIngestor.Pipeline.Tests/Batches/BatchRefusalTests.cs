using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>The service refuses rows: which of their messages count as refused in later deliveries.</summary>
public sealed class BatchRefusalTests
{
    /// <summary>A node of the service may take a few rows and then refuse all. A message hardly meets it twice.</summary>
    [Theory]
    [InlineData(true, false, 0)]
    [InlineData(false, true, 1)]
    public async Task ProcessAsync_RefusedInTwoDeliveries_CountsIfTheSecondShowsThatOthersAreTaken(
        bool first, bool second, int refused)
    {
        await using var rig = new PipelineRig();
        var hasAcksBefore = first;
        RefuseX(rig, _ => hasAcksBefore);
        await rig.StartAsync(Message("a"), Message("x"), Message("b"));
        hasAcksBefore = second;
        await rig.StartAsync(Message("x"), Message("c"));
        Assert.Equal(5, rig.Streams.Opened[0].Written);

        var third = await rig.StartAsync(Message("x"), Message("d"));

        Assert.Equal((1, 1, 7 - refused), (third.Acked, third.Failed, rig.Streams.Opened[0].Written));
        Assert.Equal(["x"], rig.FailedIds);
        rig.AssertLogged(2106, "Message x", refused);
    }

    /// <summary>A table that was changed refuses every row until it is repaired.</summary>
    [Fact]
    public async Task ProcessAsync_RefusedWhileTheTableTakesNothing_IsSentAgainLastAndAlone()
    {
        await using var rig = new PipelineRig();
        var repaired = false;
        rig.Streams.Prepare = (s, _) => s.RefuseAck = _ =>
            repaired ? null : FakeStreams.Refusal(hasAcksBefore: false);
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

    /// <summary>The connection has acked rows of an earlier batch only. The table may have been altered since.</summary>
    [Fact]
    public async Task ProcessAsync_RefusedTwiceAndOnlyRowsBehindItAreAcked_IsSentAgain()
    {
        await using var rig = new PipelineRig();
        RefuseX(rig, static _ => true);
        Assert.Equal(2, (await rig.StartAsync(Message("a"), Message("x1"), Message("x2"))).Failed);
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        var stream = rig.Streams.Opened[0];
        stream.OnWrite = static _ => { };
        stream.RefuseAck = static offset => offset == 3 ? FakeStreams.Refusal() : null;
        await rig.StartAsync(Message("x1"), Message("x2"));
        Assert.Equal(["x1"], rig.FailedIds);

        Assert.Equal(1, (await rig.StartAsync(Message("x1"))).Acked);
    }

    /// <summary>Another part of the service takes the others: none has shown that it takes others and refuses this one.</summary>
    [Fact]
    public async Task ProcessAsync_RefusedByConnectionsThatAckNothing_NeverCountsAsRefused()
    {
        await using var rig = new PipelineRig();
        RefuseX(rig, static _ => false);
        for (var receive = 0; receive < 4; receive++)
            Assert.Equal(1, (await rig.StartAsync(Message($"a{receive}"), Message("x"), Message($"b{receive}"))).Failed);

        Assert.Equal(12, rig.Streams.Opened[0].Written);
    }

    /// <summary>One of ten rows, itself included.</summary>
    [Theory]
    [InlineData(18, 2)]
    [InlineData(17, 0)]
    public async Task ProcessAsync_SeveralAreRefused_CountIfThereAreFew(int others, int refused)
    {
        await using var rig = new PipelineRig();
        RefuseX(rig, static _ => true);
        await rig.StartAsync(Message("a"), Message("x1"), Message("x2"));
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        string[] good = [.. Enumerable.Range(0, others).Select(static i => Message($"a{i}"))];
        Assert.Equal(2, (await rig.StartAsync([.. good, Message("x1"), Message("x2")])).Failed);

        await rig.StartAsync(Message("x1"), Message("x2"));

        rig.AssertLogged(2106, "Message x", refused);
    }

    // The service refuses every row with an x in it; the offset says whether on a connection that had acked others.
    private static void RefuseX(PipelineRig rig, Func<int, bool> hasAcksBefore) => rig.Streams.Prepare = (s, _) =>
        s.OnWrite = row => s.RefuseAck = row.Contains('x', StringComparison.Ordinal)
            ? offset => FakeStreams.Refusal(hasAcksBefore(offset))
            : static _ => null;

    /// <summary>The rule that a strike is not alone is for ends without a refusal.</summary>
    [Fact]
    public async Task ProcessAsync_ASingleRefusalOfAMessageWithAStrike_Counts()
    {
        await using var rig = new PipelineRig();
        var error = FakeStreams.Error(ZerobusErrorCode.RecordSuspected);
        rig.Streams.Prepare = (stream, _) => stream.OnWrite = row => stream.RefuseAck =
            row.Contains('x', StringComparison.Ordinal) ? _ => error : static _ => null;
        await rig.StartAsync(Message("a"), Message("x"));
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        error = FakeStreams.Refusal();

        foreach (var other in (string[])["b", "c", "d"])
        {
            await rig.StartAsync(Message(other), Message("x"));
            rig.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        rig.AssertLogged(2106, "Message x");
    }
}
