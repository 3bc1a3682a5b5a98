using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>A batch in which many messages fail writes few lines, and says how many it left out.</summary>
public sealed class MessageLogTests
{
    private static IEnumerable<string> Messages(int count, string body, string prefix = "m") =>
        Enumerable.Range(0, count).Select(i => Message($"{prefix}{i}", body));

    [Fact]
    public async Task ProcessAsync_MoreFailuresThanLines_LogsTheFirstAndCountsTheRest()
    {
        await using var rig = new PipelineRig(failedMessageLines: 3);

        var result = await rig.StartAsync([.. Messages(10, "x"), Message("good")]);

        Assert.Equal((10, 1), (result.Failed, result.Acked));
        rig.AssertLogged(2101, "cannot become a row", times: 3);
        rig.AssertLogged(2101, "Message m2 ");
        rig.AssertLogged(2118, "left out: 7, with the event MessageRefused and the code 'number_syntax'");
    }

    [Fact]
    public async Task ProcessAsync_AsManyFailuresAsLines_LeavesNoneOut()
    {
        await using var rig = new PipelineRig(failedMessageLines: 3);

        await rig.StartAsync(Messages(3, "x"));

        rig.AssertLogged(2101, "cannot become a row", times: 3);
        rig.AssertLogged(2118, "", times: 0);
    }

    [Fact]
    public async Task ProcessAsync_EachBatchAndEachCode_HasItsOwnLines()
    {
        await using var rig = new PipelineRig(failedMessageLines: 1);

        await rig.StartAsync([.. Messages(3, "x"), .. Messages(2, "99999999999", prefix: "n")]);
        await rig.StartAsync(Messages(2, "x", prefix: "o"));

        rig.AssertLogged(2101, "Message m0 ");
        rig.AssertLogged(2101, "Message n0 ");
        rig.AssertLogged(2101, "Message o0 ");
        rig.AssertLogged(2101, "cannot become a row", times: 3);
        rig.AssertLogged(2118, "left out: 2,");
        rig.AssertLogged(2118, "left out: 1,", times: 2);
    }

    [Fact]
    public async Task ProcessAsync_NoLines_OnlyCounts()
    {
        await using var rig = new PipelineRig(failedMessageLines: 0);

        await rig.StartAsync(Messages(4, "x"));

        rig.AssertLogged(2101, "", times: 0);
        rig.AssertLogged(2118, "left out: 4,");
    }

    [Fact]
    public async Task ProcessAsync_RowsRefused_AreCountedByTheirCode()
    {
        await using var rig = new PipelineRig(failedMessageLines: 1);
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;

        var processing = rig.StartAsync(Messages(4, "1"));
        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.NoProgress));
        rig.Streams.RefuseOpen = static _ => FakeStreams.Error(ZerobusErrorCode.OpenFailed);
        await rig.RunAsync(processing);

        rig.AssertLogged(2102, "(NoProgress)");
        rig.AssertLogged(2118, "left out: 3, with the event RowRefused and the code 'NoProgress'");
    }
}
