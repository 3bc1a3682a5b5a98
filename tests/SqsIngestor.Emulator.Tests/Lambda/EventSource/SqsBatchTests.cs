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
        var outcome = Batch.Classify(Answer(response));

        Assert.Equal(BatchOutcomeKind.Success, outcome.Kind);
        Assert.Equal(3, outcome.Deleted.Count);
        Assert.Empty(outcome.Returned);
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
        var outcome = Batch.Classify(Answer(response));

        Assert.Equal(BatchOutcomeKind.CompleteFailure, outcome.Kind);
        Assert.Empty(outcome.Deleted);
        Assert.Equal(3, outcome.Returned.Count);
    }

    [Fact]
    public void Classify_IdTwiceInBatch_BothComeBack()
    {
        var outcome = Batch.Classify(Answer("""{"batchItemFailures":[{"itemIdentifier":"a"}]}"""));

        Assert.Equal(BatchOutcomeKind.PartialFailure, outcome.Kind);
        Assert.Equal(["r1", "r3"], outcome.Returned.Select(message => message.ReceiptHandle));
        Assert.Equal([1], outcome.Deleted.Select(message => message.Index));
    }

    [Fact]
    public void Classify_WithoutReportBatchItemFailures_AnyResponseDeletesEverything()
    {
        var outcome =
            Batch.Classify(Answer("""{"batchItemFailures":[{"itemIdentifier":"a"}]}"""), reportBatchItemFailures: false);

        Assert.Equal(BatchOutcomeKind.Success, outcome.Kind);
    }

    [Theory]
    [InlineData(InvocationOutcome.FunctionError)]
    [InlineData(InvocationOutcome.TimedOut)]
    [InlineData(InvocationOutcome.ProcessExited)]
    [InlineData(InvocationOutcome.InitFailed)]
    public void Classify_NoResponse_EverythingComesBack(InvocationOutcome outcome)
    {
        var batch = Batch.Classify(new InvocationResult(outcome, "id", TimeSpan.Zero), reportBatchItemFailures: false);

        Assert.Equal(BatchOutcomeKind.CompleteFailure, batch.Kind);
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
            var outcome = Batch.Classify(Answer(response));
            Assert.Equal([0, 1, 2], outcome.Deleted.Concat(outcome.Returned).Select(message => message.Index).Order());
        });

    private static SqsBatch Read(string json) => SqsBatch.Read(Encoding.UTF8.GetBytes(json));

    private static InvocationResult Answer(string response) =>
        new(InvocationOutcome.Succeeded, "id", TimeSpan.Zero) { Response = Encoding.UTF8.GetBytes(response) };
}
