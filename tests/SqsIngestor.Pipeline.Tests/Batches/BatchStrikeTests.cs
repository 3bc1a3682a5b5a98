using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>Connections end with a message: what is found out about it in one delivery is known in the next.</summary>
public sealed class BatchStrikeTests
{
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

    /// <summary>One in ten rows that the table takes.</summary>
    [Theory]
    [InlineData(20, 2)]
    [InlineData(19, 0)]
    public async Task ProcessAsync_SeveralAreSuspectedAgainBesideManyOthers_CountAsRefused(int others, int refused)
    {
        await using var rig = new PipelineRig(window: 1000);
        SuspectX(rig, static () => true);
        for (var receive = 0; receive < 2; receive++)
        {
            string[] good = [.. Enumerable.Range(0, others).Select(i => Message($"a{receive}-{i}"))];
            Assert.Equal(2, (await rig.StartAsync([.. good, Message("x1"), Message("x2")])).Failed);
        }

        await rig.StartAsync(Message("x1"), Message("x2"));

        rig.AssertLogged(2106, "Message x", refused);
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
        // Each end says enough about its delivery.
        Assert.Equal([false, true, true, true, true], rig.Streams.Opened[0].Terms.Select(static terms => terms.IsSuspect));
    }

    // Connections end with every row that has an x in it, while the service is flaky.
    private static void SuspectX(PipelineRig rig, Func<bool> flaky) => rig.Streams.Prepare = (s, _) => s.OnWrite = row =>
    {
        s.RefuseAck = flaky() && row.Contains('x', StringComparison.Ordinal)
            ? static _ => FakeStreams.Error(ZerobusErrorCode.RecordSuspected)
            : static _ => null;
    };
}
