using System.Text;
using SqsIngestor.Mapping.Language.Tests;

namespace SqsIngestor.Mapping.Tests.Language.Tests;

/// <summary>Tests whose body or event is a file.</summary>
public class BodyFileTests
{
    [Fact]
    public void Run_BodyFile_IsUsedUnchanged()
    {
        var result = Run("body_file: samples/body.txt", "{\"n\": 1.50}\n", "\"{\\\"n\\\": 1.50}\\n\"");

        Assert.True(result.Passed, string.Join('\n', result.Differences));
    }

    [Fact]
    public void Run_OutputOfReceiveMessage_IsAnEvent()
    {
        var result = Run(
            "event: { file: samples/received.json }", """{"Messages":[{"MessageId":"m","Body":"x"}]}""", "x");

        Assert.True(result.Passed, string.Join('\n', result.Differences));
    }

    [Theory]
    [InlineData("""{"Messages":[{"Body":"x"}]}""", "message 0 has no MessageId")]
    [InlineData("""{"a":1}""", "has no array 'Records'")]
    public void Run_FileThatIsNoEvent_SaysSo(string file, string reason)
    {
        var difference = Assert.Single(Run("event: { file: e.json }", file, "x").Differences);

        Assert.Contains(reason, difference.Actual, StringComparison.Ordinal);
    }

    private static MappingTestResult Run(string input, string file, string body)
    {
        var compilation = OneColumn.Compile(
            "string_value", "$.message.body",
            $"tests:\n  - name: t\n    {input}\n    expect: [ {{ string_value: {body} }} ]\n");
        Assert.NotNull(compilation.Plan);
        return new MappingTestRunner(compilation.Plan, _ => Encoding.UTF8.GetBytes(file)).Run(Assert.Single(compilation.Tests));
    }
}
