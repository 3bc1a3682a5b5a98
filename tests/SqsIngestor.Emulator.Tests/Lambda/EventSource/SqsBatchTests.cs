using System.Text;
using CsCheck;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Lambda.EventSource;

namespace SqsIngestor.Emulator.Tests.Lambda.EventSource;

public sealed class SqsBatchTests
{
    private static readonly SqsBatch Batch =
        Read("""{"Records":[{"messageId":"a","receiptHandle":"r1"},{"messageId":"b"},{"messageId":"a","receiptHandle":"r3"}]}""");

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"batchItemFailures":[]}""")]
    [InlineData("""{"batchItemFailures":null}""")]
    [InlineData("""{"BatchItemFailures":[{"itemIdentifier":"a"}]}""")]
    [InlineData("""{"failures":[{"itemIdentifier":"a"}]}""")]
    [InlineData("\"ok\"")]
    public void Classify_NothingNamed_EverythingIsDeleted(string response)
    {
        var verdict = Batch.Classify(Answer(response));

        Assert.Equal(BatchVerdictKind.Success, verdict.Kind);
        Assert.Equal(3, verdict.Deleted.Count);
        Assert.Empty(verdict.Returned);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("ok")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":""}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":null}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":1}]}""")]
    [InlineData("""{"batchItemFailures":[{"ItemIdentifier":"a"}]}""")]
    [InlineData("""{"batchItemFailures":["a"]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"unknown"}]}""")]
    [InlineData("""{"batchItemFailures":{"itemIdentifier":"a"}}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"\ud800"}]}""")]
    public void Classify_BadResponse_EverythingComesBack(string response)
    {
        var verdict = Batch.Classify(Answer(response));

        Assert.Equal(BatchVerdictKind.CompleteFailure, verdict.Kind);
        Assert.Empty(verdict.Deleted);
        Assert.Equal(3, verdict.Returned.Count);
    }

    [Fact]
    public void Classify_IdTwiceInBatch_BothComeBack()
    {
        var verdict = Batch.Classify(Answer("""{"batchItemFailures":[{"itemIdentifier":"a"}]}"""));

        Assert.Equal(BatchVerdictKind.PartialFailure, verdict.Kind);
        Assert.Equal(["r1", "r3"], verdict.Returned.Select(message => message.ReceiptHandle));
        Assert.Equal([1], verdict.Deleted.Select(message => message.Index));
    }

    [Fact]
    public void Classify_WithoutReportBatchItemFailures_AnyResponseDeletesEverything()
    {
        var verdict =
            Batch.Classify(Answer("""{"batchItemFailures":[{"itemIdentifier":"a"}]}"""), reportBatchItemFailures: false);

        Assert.Equal(BatchVerdictKind.Success, verdict.Kind);
    }

    [Theory]
    [InlineData(InvocationOutcome.FunctionError)]
    [InlineData(InvocationOutcome.TimedOut)]
    [InlineData(InvocationOutcome.ProcessExited)]
    [InlineData(InvocationOutcome.InitFailed)]
    public void Classify_NoResponse_EverythingComesBack(InvocationOutcome outcome)
    {
        var verdict = Batch.Classify(new InvocationResult(outcome, "id", TimeSpan.Zero), reportBatchItemFailures: false);

        Assert.Equal(BatchVerdictKind.CompleteFailure, verdict.Kind);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Records":{}}""")]
    [InlineData("""{"Records":[1]}""")]
    [InlineData("""{"Records":[{"messageId":7}]}""")]
    public void Read_NotAnSqsEvent_FormatException(string json) => Assert.Throws<FormatException>(() => Read(json));

    [Fact]
    public void Classify_AnyResponse_EveryMessageIsEitherDeletedOrReturned() =>
        Gen.OneOf(Gen.String, Gen.String.Select(id => $$"""{"batchItemFailures":[{"itemIdentifier":"{{id}}"}]}"""))
            .Sample(response =>
        {
            var verdict = Batch.Classify(Answer(response));
            Assert.Equal([0, 1, 2], verdict.Deleted.Concat(verdict.Returned).Select(message => message.Index).Order());
        });

    private static SqsBatch Read(string json) => SqsBatch.Read(Encoding.UTF8.GetBytes(json));

    private static InvocationResult Answer(string response) =>
        new(InvocationOutcome.Succeeded, "id", TimeSpan.Zero) { Response = Encoding.UTF8.GetBytes(response) };
}
