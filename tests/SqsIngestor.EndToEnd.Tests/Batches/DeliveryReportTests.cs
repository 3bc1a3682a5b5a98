using System.Text.Json;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.EndToEnd.Tests.Batches;

/// <summary>What the function answers to Lambda: a partial response, or an error when the cause is not in the messages.</summary>
public class DeliveryReportTests
{
    [Fact]
    public async Task TableDropped_FailsTheInvocationWithItsType()
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Databricks.Tables.Drop(deployment.Table);
        await deployment.SeenAsync(seen => seen.StreamsEnded == 1);

        var result = await deployment.InvokeAsync(Events.Of(("m1", "x"), ("m2", "x")));

        Assert.Equal(InvocationOutcome.FunctionError, result.Outcome);
        Assert.Equal("Function.ZerobusUnavailable", result.ErrorType);
        Assert.Contains(
            "None of 2 messages was delivered; all are returned to the queue. main.raw.sqs_messages: TableNotFound",
            result.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(2, deployment.Metrics[^1].GetProperty("MessagesFailed").GetInt32());
    }

    [Fact]
    public async Task GrantsRevoked_FailsTheInvocationAsACredentialsError()
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Databricks.Faults.RevokeGrants(deployment.Table);
        deployment.Databricks.AbortStreams(Grpc.Core.StatusCode.Unavailable, "rotating");

        var result = await deployment.InvokeAsync(Events.Of(("m1", "x")));

        Assert.Equal("Function.CredentialsInvalid", result.ErrorType);
        Assert.Contains("PermissionDenied", result.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnlyTheMessagesAreAtFault_IsAPartialResponse()
    {
        await using var deployment = await Deployment.StartAsync();

        var result =
            await deployment.InvokeAsync(Events.Raw(["""{"messageId":"bad","body":"\ud800","eventSource":"aws:sqs"}"""]));

        Assert.Equal(["bad"], Events.FailedIds(result));
    }

    [Fact]
    public async Task ReportIsThrow_AnyFailureFailsTheInvocation()
    {
        await using var deployment = await Deployment.StartAsync(
            new DeploymentOptions { Environment = new Dictionary<string, string?> { ["DELIVERY_REPORT"] = "throw" } });
        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(("good", "x")))));

        var result = await deployment.InvokeAsync(
            Events.Raw(
                [
                    """{"messageId":"bad","body":"\ud800","eventSource":"aws:sqs"}""",
                    """{"messageId":"m","body":"x","eventSource":"aws:sqs"}"""]));

        Assert.Equal("Function.DeliveryIncomplete", result.ErrorType);
        Assert.Contains("Messages not delivered: 1 of 2.", result.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_OfAMixedBatch_CountEveryMessageOnce()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.InvokeAsync(Events.Of(("m1", "x")));

        await deployment.InvokeAsync(Events.Raw([
            """{"messageId":"m1","body":"x","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:"""
                + """us-east-2:123456789012:my-queue"}""",
            """{"messageId":"bad","body":"\ud800","eventSource":"aws:sqs"}""",
            """{"messageId":"m2","body":"y","eventSource":"aws:sqs"}""",
        ]));

        Assert.Equal([1, 0], deployment.Metrics.Select(m => m.GetProperty("ColdStart").GetInt32()));
        var second = deployment.Metrics[1];
        Assert.Equal(
            (3, 1, 1, 1, 1),
            (
                Value("MessagesReceived"), Value("MessagesAcked"), Value("MessagesFailed"), Value("MessagesDeduplicated"),
                Value("RowsDurable")));
        Assert.True(second.GetProperty("AckLatencyP50").GetDouble() > 0);
        Assert.True(second.GetProperty("EncodeTime").GetDouble() > 0);
        Assert.True(Value("RecordBytes") > 0);

        int Value(string name) => second.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task Metrics_Line_FollowsTheEmbeddedMetricFormat()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.InvokeAsync(Events.Of(("m1", "x")));

        var line = Assert.Single(deployment.Metrics);
        var aws = line.GetProperty("_aws");
        var directive = Assert.Single(aws.GetProperty("CloudWatchMetrics").EnumerateArray());

        Assert.Equal(JsonValueKind.Number, aws.GetProperty("Timestamp").ValueKind);
        Assert.Equal("SqsIngestor", directive.GetProperty("Namespace").GetString());
        foreach (var dimension in directive.GetProperty("Dimensions").EnumerateArray().SelectMany(set => set.EnumerateArray()))
        {
            Assert.NotEmpty(line.GetProperty(dimension.GetString()!).GetString()!);
        }
        foreach (var metric in directive.GetProperty("Metrics").EnumerateArray())
        {
            Assert.Equal(JsonValueKind.Number, line.GetProperty(metric.GetProperty("Name").GetString()!).ValueKind);
            Assert.Matches("^(Count|Milliseconds|Bytes)$", metric.GetProperty("Unit").GetString()!);
        }
        Assert.Equal("main.raw.sqs_messages", line.GetProperty("TableName").GetString());
        Assert.Equal("sqs-ingestor", line.GetProperty("FunctionName").GetString());
    }

    [Fact]
    public async Task LogFormatIsText_WritesPlainLinesAndStillMetrics()
    {
        await using var deployment = await Deployment.StartAsync(
            new DeploymentOptions { Environment = new Dictionary<string, string?> { ["AWS_LAMBDA_LOG_FORMAT"] = "Text" } });
        await deployment.InvokeAsync(Events.Of(("m1", "x")));

        Assert.Matches(
            @"(?m)^\d{4}-\d\d-\d\dT[\d:.]+Z INFO requestId=[\da-f-]{36} traceId=1-\S+ Batch done in \d+ ms\. "
                + "Messages received: 1, rows durable: 1",
            deployment.FunctionOutput);
        Assert.Single(deployment.Metrics);
    }
}
