using SqsIngestor.Lambda.Hosting;

namespace SqsIngestor.Lambda.Tests.Hosting;

public sealed class ConcurrentLoopsTests
{
    [Theory]
    [InlineData(null, 1)]
    [InlineData("", 1)]
    [InlineData("0", 1)]
    [InlineData("-3", 1)]
    [InlineData("many", 1)]
    [InlineData("1", 1)]
    [InlineData("16", 16)]
    public void ParseCount_AnyText_IsAtLeastOne(string? value, int expected) =>
        Assert.Equal(expected, ConcurrentLoops.ParseCount(value));
}
