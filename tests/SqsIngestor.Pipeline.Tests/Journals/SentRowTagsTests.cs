using SqsIngestor.Pipeline.Journals;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Journals;

public sealed class SentRowTagsTests
{
    [Fact]
    public async Task Take_RowsAreSettled_TagsAreUsedAgain()
    {
        var stream = new FakeStream("table") { HoldsAcks = true };
        var tags = new SentRowTags();
        var journaled = new JournaledStream(stream, tags);
        for (var row = 0; row < 100; row++) await WriteAsync(journaled, row);
        Assert.Equal(100, tags.Count);
        Assert.Equal(Enumerable.Range(0, 100), stream.Terms.Select(terms => tags[terms.Tag].Index));

        stream.Ack();
        await WriteAsync(journaled, 100);

        Assert.Equal(1, tags.Count);
        Assert.Equal(100, tags[stream.Terms[^1].Tag].Index);
    }

    [Fact]
    public async Task Take_RowIsRefused_TagIsFree()
    {
        var tags = new SentRowTags();
        var error = FakeStreams.Error(ZerobusErrorCode.RecordTooLarge);
        var journaled = new JournaledStream(new FakeStream("table") { RefuseWrite = _ => error }, tags);

        await Assert.ThrowsAsync<ZerobusException>(() => WriteAsync(journaled, 0).AsTask());

        Assert.Equal(0, tags.Count);
    }

    [Fact]
    public Task WriteAsync_WithoutAMessage_IsRefused() => Assert.ThrowsAsync<NotSupportedException>(
        async () => await new JournaledStream(new FakeStream("table"), new()).WriteAsync(
            default, default(WriteTerms), CancellationToken.None));

    private static ValueTask<long> WriteAsync(JournaledStream stream, int row) =>
        stream.WriteAsync(new byte[1], default, new MessageRow(1, row, 0, 101), CancellationToken.None);
}
