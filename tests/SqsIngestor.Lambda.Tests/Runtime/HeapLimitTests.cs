using SqsIngestor.Lambda.Runtime;

namespace SqsIngestor.Lambda.Tests.Runtime;

public sealed class HeapLimitTests
{
    [Theory]
    [InlineData("64", 33_554_432UL)]
    [InlineData("128", 96_468_992UL)]
    [InlineData("256", 228_170_137UL)]
    [InlineData("10240", 9_126_805_504UL)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("much", null)]
    [InlineData(null, null)]
    public void Bytes_OfAFunction_LeaveEnoughToTheProgram(string? megabytes, ulong? expected) =>
        Assert.Equal(expected, HeapLimit.Bytes(megabytes));
}
