using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Explain;

public sealed class ExplainTests
{
    [Fact]
    public async Task Explain_Column_ShowsSourceRawValueAndBytes()
    {
        var result = await SqsIngestorProgram.RunAsync(
            "explain", "mappings/sqs_messages.yaml", "--event", "mappings/samples/sqs-event-basic.json", "--clock",
            "2026-03-01T12:00:00Z", "--message", "1");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("""
              aws_region: string
                source $.message.awsRegion, at /message/awsRegion
                raw    "us-east-2"
                value  "us-east-2"
                bytes  4a 09 75 73 2d 65 61 73 74 2d 32
            """, result.Output, StringComparison.Ordinal);
        Assert.Contains("policy on_missing: to_null (missing: there is no value)", result.Output, StringComparison.Ordinal);
    }
}
