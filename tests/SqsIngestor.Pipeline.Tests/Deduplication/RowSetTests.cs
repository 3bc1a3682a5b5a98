using CsCheck;
using SqsIngestor.Pipeline.Deduplication;

namespace SqsIngestor.Pipeline.Tests.Deduplication;

public sealed class RowSetTests
{
    [Fact]
    public void With_AnyRows_HasThemAndNoOthers() =>
        Gen.Int[0, 500].Array[0, 50].Array[0, 4].Sample(static steps =>
        {
            var (rows, model) = (RowSet.Empty, new HashSet<int>());
            foreach (var step in steps)
            {
                rows = rows.With(step);
                model.UnionWith(step);
            }

            Assert.Equal(model.Count, rows.Count);
            Assert.All(Enumerable.Range(0, 600), row => Assert.Equal(model.Contains(row), rows.Contains(row)));
        });

    [Fact]
    public void With_LeavesTheOriginalAsItIs()
    {
        var one = RowSet.Empty.With([1]);
        var both = one.With([2]);
        Assert.Equal((2, true, true), (both.Count, both.Contains(1), both.Contains(2)));
        Assert.Equal((1, true, false), (one.Count, one.Contains(1), one.Contains(2)));
        Assert.Same(one, one.With([]));
    }
}
