using SqsIngestor.Lambda.Runtime;

namespace SqsIngestor.Lambda.Tests.Runtime;

public sealed class HeapLimitTests
{
    [Theory]
    [InlineData("128", 114_085_068UL)]
    [InlineData("256", 228_170_137UL)]
    [InlineData("10240", 9_126_805_504UL)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("much", null)]
    [InlineData(null, null)]
    public void Bytes_OfAFunction_Are85Percent(string? megabytes, ulong? expected) =>
        Assert.Equal(expected, HeapLimit.Bytes(megabytes));
}
