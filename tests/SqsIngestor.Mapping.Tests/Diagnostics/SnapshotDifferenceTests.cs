namespace SqsIngestor.Mapping.Tests.Diagnostics;

/// <summary>What a failed snapshot test prints.</summary>
public sealed class SnapshotDifferenceTests
{
    [Theory]
    [InlineData("a\nb\nc\nd", "a\nx\ny\nd\n", "From line 2 on, expected (-) and received (+):\n- b\n- c\n+ x\n+ y\n")]
    [InlineData("a\nb", "a\nnew\nb", "From line 2 on, expected (-) and received (+):\n+ new\n")]
    [InlineData("a\na", "a", "From line 2 on, expected (-) and received (+):\n- a\n")]
    public void Describe_TwoTexts_ShowsTheLinesThatDiffer(string expected, string received, string text) =>
        Assert.Equal(text, SnapshotDifference.Describe(expected, received));

    [Fact]
    public void Describe_ManyLines_AreCut()
    {
        var text = SnapshotDifference.Describe("a", string.Join('\n', Enumerable.Range(0, 12)));

        Assert.EndsWith("+ 9\n+ … and 2 more lines\n", text, StringComparison.Ordinal);
    }
}
