using System.Text;
using SqsIngestor.Zerobus.Internal.Parallel;

namespace SqsIngestor.Zerobus.Tests.Internal.Parallel;

public sealed class KeyHashTests
{
    /// <summary>If one of these changes, keys move to other streams with an update of the library.</summary>
    [Theory]
    [InlineData("a", 8, 4)]
    [InlineData("order-1", 8, 2)]
    [InlineData("order-2", 8, 5)]
    [InlineData("order-1", 64, 18)]
    [InlineData("order-1", 1, 0)]
    public void StreamOf_Key_NeverChanges(string key, int streams, int expected) =>
        Assert.Equal(expected, KeyHash.StreamOf(Encoding.UTF8.GetBytes(key), streams));

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    public void StreamOf_NumberedKeys_SpreadEvenly(int streams)
    {
        const int Each = 1000;
        var counts = new int[streams];
        for (var i = 0; i < streams * Each; i++)
            counts[KeyHash.StreamOf(Encoding.UTF8.GetBytes($"order-{i}"), streams)]++;

        // Six standard deviations.
        Assert.All(counts, static c => Assert.InRange(c, Each - 200, Each + 200));
    }
}
