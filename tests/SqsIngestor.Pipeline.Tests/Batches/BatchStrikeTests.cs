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
        SuspectX(rig, static () => true);
        await rig.StartAsync([.. Good(9), Message("x")]);
        var stream = rig.Streams.Opened[0];

        var second = await rig.StartAsync(Message("x"), Message("c"));
        Assert.Equal([.. Enumerable.Repeat(false, 11), true], stream.Terms.Select(static t => t.IsSuspect));
        var third = await rig.StartAsync(Message("x"), Message("d"));

        Assert.Equal((1, 1, 13), (second.Acked, third.Acked, stream.Written));
        Assert.Equal(["x"], rig.FailedIds);
        rig.AssertLogged(2106, "Message x");
    }

    /// <summary>Many small batches are as good as a large one: each has one suspect among ten rows.</summary>
    [Theory]
    [InlineData(9, 20)]
    [InlineData(8, 0)]
    public async Task ProcessAsync_ManySmallBatchesWithOneSuspectedMessageEach_AreTakenTogether(int others, int refused)
    {
        await using var rig = new PipelineRig(window: 1000);
        SuspectX(rig, static () => true);
        for (var receive = 0; receive < 3; receive++)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(30));
            for (var batch = 0; batch < 20; batch++)
                await rig.StartAsync([.. Good(others, $"a{receive}-{batch}-"), Message($"x{batch}")]);
        }

        rig.AssertLogged(2106, "Message x", refused);
    }

    /// <summary>A flaky service ends connections twice with the same good message now and then.</summary>
    [Theory]
    [InlineData(9, 1)]
    [InlineData(8, 0)]
    public async Task ProcessAsync_SuspectedAgainAsTheOnlyOne_CountsAsRefusedBesideEnoughOthers(int others, int refused)
    {
        await using var rig = new PipelineRig();
        SuspectX(rig, static () => true);
        await rig.StartAsync(Message("a"), Message("x"));
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        await rig.StartAsync([.. Good(others), Message("x")]);

        await rig.StartAsync(Message("x"));

        rig.AssertLogged(2106, "Message x", refused);
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

    /// <summary>One in ten rows.</summary>
    [Theory]
    [InlineData(18, 2)]
    [InlineData(17, 0)]
    public async Task ProcessAsync_SeveralAreSuspectedAgainBesideManyOthers_CountAsRefused(int others, int refused)
    {
        await using var rig = new PipelineRig(window: 1000);
        SuspectX(rig, static () => true);
        for (var receive = 0; receive < 2; receive++)
        {
            var messages = Good(others, $"a{receive}-").Concat([Message("x1"), Message("x2")]);
            Assert.Equal(2, (await rig.StartAsync(messages)).Failed);
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
        await rig.StartAsync([.. Good(9), Message("x1")]);

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

    /// <summary>The table takes rows, so the invocation is in order.</summary>
    [Fact]
    public async Task ProcessAsync_TheOnlyMessageIsSuspectedBesideItsOtherRows_DoesNotFailTheInvocation()
    {
        await using var rig = new PipelineRig(TestPlans.Exploding());
        rig.Streams.Prepare = static (stream, _) => stream.RefuseAck = static offset =>
            offset == 1 ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected) : null;

        var result = await rig.StartAsync(Message("a", "[1,2,3]"));

        Assert.Equal(1, result.Failed);
        Assert.Null(result.Failure);
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

    private static IEnumerable<string> Good(int count, string id = "good") =>
        Enumerable.Range(0, count).Select(i => Message($"{id}{i}"));

    // Connections end with every row that has an x in it, while the service is flaky.
    private static void SuspectX(PipelineRig rig, Func<bool> flaky) => rig.Streams.Prepare = (s, _) => s.OnWrite = row =>
    {
        s.RefuseAck = flaky() && row.Contains('x', StringComparison.Ordinal)
            ? static _ => FakeStreams.Error(ZerobusErrorCode.RecordSuspected)
            : static _ => null;
    };
}
