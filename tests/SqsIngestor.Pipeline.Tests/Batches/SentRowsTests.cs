using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Tests.Fakes;

namespace SqsIngestor.Pipeline.Tests.Batches;

public sealed class SentRowsTests
{
    [Fact]
    public void Rows_OfAnyMessages_AreThoseThatWereSent()
    {
        var stream = new FakeStream("a");
        var rows = new SentRows();
        SentRow[] sent =
        [
            new(0, 0, stream, 5, 1), new(1, 0, stream, 6, 2), new(2, 0, stream, 7, 2), new(3, 1, stream, 8, 3),
            new(5, 1, stream, 9, 3), new(6, 1, stream, 11, 4), new(7, 1, stream, 12, 4),
        ];
        rows.Add(new(0, 0, stream, 4, 0), 0);
        var first = rows.Count;
        for (var i = 0; i < sent.Length; i++) rows.Add(sent[i], i);
        var runs = rows.Count - first;

        Assert.Equal(4, runs);
        for (var i = 0; i < sent.Length; i++) Assert.Equal(Content([sent[i]]), Content([rows.Row(first, runs, i)]));

        var one = new SentRows();
        foreach (var row in sent) one.Add(row);
        Assert.Equal(4, one.Count);
        Assert.Equal(Content(sent), Content(one.All()));
        Assert.Equal(Content([sent[^1]]), Content([one.Row(0, 4, sent.Length - 1)]));

        // The time of the first row of a run stands for all of them.
        static IEnumerable<SentRow> Content(IEnumerable<SentRow> rows) => rows.Select(static row => row with { SentAt = 0 });
    }
}
