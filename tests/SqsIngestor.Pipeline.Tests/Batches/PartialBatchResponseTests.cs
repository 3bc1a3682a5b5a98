using System.Text;
using SqsIngestor.Pipeline.Batches;

namespace SqsIngestor.Pipeline.Tests.Batches;

public sealed class PartialBatchResponseTests
{
    private readonly PartialBatchResponse _response = new();

    private string Write(params IEnumerable<string> ids)
    {
        _response.Begin();
        foreach (var id in ids) _response.AddFailure(Encoding.UTF8.GetBytes(id));
        _response.End();
        return Encoding.UTF8.GetString(_response.Written.Span);
    }

    [Fact]
    public void Written_NoFailure_IsAnEmptyList() => Assert.Equal("""{"batchItemFailures":[]}""", Write());

    [Fact]
    public void Written_Failures_AreListedOnceWithTheirEscapes() => Assert.Equal(
        """{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"b\"\u00e9"}]}""", Write("a", """b\"\u00e9""", "a"));

    [Fact]
    public void Written_ManyFailuresAndThenFewer_HasNothingOfTheLastBatch()
    {
        var ids = Enumerable.Range(0, 1000).Select(static i => $"message-{i}").ToList();

        Assert.Equal(1000, Write(ids).Split("itemIdentifier").Length - 1);
        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"message-7"}]}""", Write("message-7"));
    }
}
