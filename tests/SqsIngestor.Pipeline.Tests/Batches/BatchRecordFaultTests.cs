using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>Messages that are at fault: they fail alone.</summary>
public sealed class BatchRecordFaultTests
{
    [Fact]
    public async Task ProcessAsync_CannotBecomeARow_FailsThatMessageOnly()
    {
        await using var rig = new PipelineRig();

        var result = await rig.StartAsync(Message("a"), Message("b", "x"), Message("c"));

        Assert.Equal((2, 1), (result.Acked, result.Failed));
        Assert.Equal(["b"], rig.FailedIds);
        Assert.Null(result.Failure);
        rig.AssertLogged(2101, "Message b (receive count 2) cannot become a row");
    }

    [Theory]
    [InlineData("on_record_error: drop", 1, 0)]
    [InlineData("on_record_error: quarantine\nquarantine: { table: main.ops.quarantine }", 0, 1)]
    public async Task ProcessAsync_SetAsideByTheMapping_Succeeds(string policy, int dropped, int quarantined)
    {
        await using var rig = new PipelineRig(TestPlans.One(policy));

        var result = await rig.StartAsync(Message("a", "x"));

        Assert.Equal((dropped, quarantined, 0, quarantined), (result.Dropped, result.Quarantined, result.Failed, result.Rows));
        rig.AssertLogged(2104, dropped == 1 ? "is dropped" : "is quarantined");
    }

    [Fact]
    public async Task ProcessAsync_NoRow_IsCountedAndLogged()
    {
        await using var rig = new PipelineRig(TestPlans.Exploding());

        var result = await rig.StartAsync(Message("a", "[]"), Message("b", "[1]"));

        Assert.Equal((2, 1, 1), (result.Acked, result.WithoutRow, result.Rows));
        // Not at INFO: a message without rows is common where an array is usually empty.
        Assert.StartsWith(
            "Debug 2109 Message a gives no row", rig.Logs.Lines.Single(line => line.Contains(" 2109 ", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProcessAsync_RowsAreSkipped_AreCountedAndLogged()
    {
        await using var rig = new PipelineRig(TestPlans.Skipping());

        var result = await rig.StartAsync(
            Message("a", """[1,\"x\",2,\"y\"]"""), Message("b", "[3]"), Message("c", """[\"z\"]"""));

        Assert.Equal((3, 1, 3, 3), (result.Acked, result.WithoutRow, result.Rows, result.SkippedRows));
        Assert.StartsWith(
            "Debug 2116 The mapping skips rows of message a (rows: 2).",
            Assert.Single(rig.Logs.Lines, line => line.Contains(" 2116 ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProcessAsync_MessageWithSkippedRowsIsSentAgain_CountsThemOnce()
    {
        await using var rig = new PipelineRig(TestPlans.Skipping());
        rig.Streams.Prepare = static (stream, _) =>
            stream.RefuseAck = static offset => offset == 0 ? FakeStreams.Error(ZerobusErrorCode.NoProgress) : null;

        var result = await rig.StartAsync(Message("a", """[1,\"x\"]"""));

        Assert.Equal(2, Assert.Single(rig.Streams.Opened).Written);
        Assert.Equal((1, 1, 1), (result.Acked, result.Rows, result.SkippedRows));
    }

    [Fact]
    public async Task ProcessAsync_NameTwice_IsCountedAndLoggedOnceAMinute()
    {
        await using var rig = new PipelineRig(TestPlans.Member());
        const string Twice = """{\"n\":1,\"n\":2}""";

        var first = await rig.StartAsync(Message("a", Twice), Message("b", Twice), Message("c", """{\"n\":1}"""));
        var second = await rig.StartAsync(Message("d", Twice));
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        var third = await rig.StartAsync(Message("e", Twice));

        Assert.Equal((2, 1, 1), (first.DuplicateNames, second.DuplicateNames, third.DuplicateNames));
        Assert.Equal(3, first.Rows);
        rig.AssertLogged(2117, "An object of message", times: 2);
        rig.AssertLogged(2117, "An object of message a has a name twice");
        rig.AssertLogged(2117, "An object of message e has a name twice");
    }

    [Fact]
    public async Task ProcessAsync_QuarantineIsDown_ReturnsTheMessage()
    {
        await using var rig = new PipelineRig(
            TestPlans.One("on_record_error: quarantine\nquarantine: { table: main.ops.quarantine }"));
        rig.Streams.RefuseOpen = static t =>
            t.Name == TestPlans.Table ? null : FakeStreams.Error(ZerobusErrorCode.ConnectionFailed);

        var result = await rig.TimeOutAsync(Message("a", "x"));

        Assert.Equal((0, 1), (result.Quarantined, result.Failed));
        Assert.Equal("Function.ZerobusUnavailable", result.Failure!.ErrorType);
    }

    [Fact]
    public async Task ProcessAsync_RowRefusedByItsAck_FailsThatMessageOnly()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (s, _) =>
            s.RefuseAck = offset => offset == 1 ? FakeStreams.Error(ZerobusErrorCode.RecordRefused) : null;

        var result = await rig.StartAsync(Message("a"), Message("b"), Message("c"));

        Assert.Equal((2, 1), (result.Acked, result.Failed));
        Assert.Equal(["b"], rig.FailedIds);
        rig.AssertLogged(2102, "its row in main.raw.numbers is not durable (RecordRefused)");
    }

    [Fact]
    public async Task ProcessAsync_RowTooLarge_FailsThatMessageAndKeepsTheStream()
    {
        await using var rig = new PipelineRig();
        var refused = false;
        rig.Streams.Prepare = (s, _) => s.RefuseWrite = offset =>
        {
            if (offset != 1 || refused) return null;
            refused = true;
            return FakeStreams.Error(ZerobusErrorCode.RecordTooLarge);
        };

        var result = await rig.StartAsync(Message("a"), Message("b"), Message("c"));

        Assert.Equal((2, 1), (result.Acked, result.Failed));
        Assert.Equal(["b"], rig.FailedIds);
        Assert.Single(rig.Streams.Opened);
    }

    [Fact]
    public async Task ProcessAsync_OnlyRecordsAtFault_DoesNotFailTheInvocation()
    {
        await using var rig = new PipelineRig();

        var result = await rig.StartAsync(Message("a", "x"));

        Assert.Equal(1, result.Failed);
        Assert.Null(result.Failure);
    }

    [Fact]
    public async Task ProcessAsync_DeliveryReportThrow_FailsTheInvocationWithAnyMessage()
    {
        await using var rig = new PipelineRig(delivery: DeliveryReport.Throw);

        var result = await rig.StartAsync(Message("a"), Message("b", "x"));

        Assert.Equal("Function.DeliveryIncomplete", result.Failure!.ErrorType);
        Assert.Contains("1 of 2", result.Failure.Message, StringComparison.Ordinal);
        Assert.Null((await rig.StartAsync(Message("c"))).Failure);
    }
}
