using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Lambda.EventSource;

namespace SqsIngestor.EndToEnd.Tests.Batches;

/// <summary>The events of mappings/samples, through the real Lambda process into DuckDB.</summary>
public class FixtureTests
{
    [Theory]
    [InlineData("basic")]
    [InlineData("attributes")]
    [InlineData("fifo")]
    public async Task Invoke_SampleEvent_LandsEveryMessage(string sample)
    {
        await using var deployment = await Deployment.StartAsync();
        var payload = Events.Sample(sample);

        var result = await deployment.InvokeAsync(payload);

        Assert.Equal("""{"batchItemFailures":[]}""", Events.Response(result));
        var ids = SqsBatch.Read(payload).Messages.Select(m => m.MessageId);
        Assert.Equal(ids, deployment.Query("SELECT message_id FROM $table ORDER BY message_id").Rows.Select(r => r[0]));
    }

    [Fact]
    public async Task Invoke_HostileEvent_EveryMessageIsARowOrAFailure()
    {
        await using var deployment = await Deployment.StartAsync();
        var payload = Events.Sample("hostile");

        var result = await deployment.InvokeAsync(payload);

        var failed = Events.FailedIds(result);
        var landed = deployment.Query("SELECT message_id FROM $table").Rows.Select(r => (string)r[0]!).ToList();
        Assert.Equal(["059f36b4-87a3-44ab-83d2-661975830703", "059f36b4-87a3-44ab-83d2-661975830706"], failed);
        Assert.Equal(SqsBatch.Read(payload).Messages.Select(m => m.MessageId).Except(failed).Order(), landed.Distinct().Order());
        // The one that stands there twice is one row.
        Assert.Equal(SqsBatch.Read(payload).Messages.Select(m => m.MessageId).Distinct().Count(), landed.Count + failed.Length);
        await Verifier.Verify(Events.Response(result), "json");
    }

    [Fact]
    public async Task Invoke_BinaryAttribute_IsStoredByteForByte()
    {
        await using var deployment = await Deployment.StartAsync();
        var every = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        var record = $$$"""
            {"messageId":"m","body":"b","eventSource":"aws:sqs",
            "messageAttributes":{"all":{"binaryValue":"{{{Convert.ToBase64String(every)}}}","dataType":"Binary",
            "stringListValues":[],"binaryListValues":["{{{Convert.ToBase64String(every)}}}"]} } }
            """;

        await deployment.InvokeAsync(Events.Sample("attributes"));
        await deployment.InvokeAsync(Events.Raw([record]));

        Assert.Equal(
            "Hello World"u8.ToArray(),
            deployment.Query("SELECT message_attributes['binary-attr'].binary_value FROM $table WHERE body LIKE 'Test%'").Scalar);
        Assert.Equal(
            every, deployment.Query("SELECT message_attributes['all'].binary_value FROM $table WHERE message_id = 'm'").Scalar);
        Assert.Equal(
            every,
            deployment.Query("SELECT message_attributes['all'].binary_list_values[1] FROM $table WHERE message_id = 'm'").Scalar);
    }

    [Fact]
    public async Task Invoke_AbsentValues_AreNullAndNotEmpty()
    {
        await using var deployment = await Deployment.StartAsync();

        await deployment.InvokeAsync(Events.Sample("basic"));
        await deployment.InvokeAsync(Events.Raw(["""{"messageId":"m","eventSource":"aws:sqs"}"""]));

        Assert.Equal(3L, deployment.Query("SELECT count(*) FROM $table WHERE md5_of_message_attributes IS NULL").Scalar);
        Assert.Equal(
            1L,
            deployment.Query(
                "SELECT count(*) FROM $table WHERE message_id = 'm' AND receipt_handle IS NULL AND body IS NULL AND attributes " +
                "IS NULL AND aws_region IS NULL").Scalar);
    }

    [Fact]
    public async Task Invoke_ClockOfTheInvocation_IsInEveryRow()
    {
        await using var deployment = await Deployment.StartAsync();
        var before = TimeProvider.System.GetUtcNow();

        await deployment.InvokeAsync(Events.Sample("fifo"));

        var row = deployment.Query("SELECT DISTINCT ingested_at, ingested_date FROM $table").Rows.Single();
        var ingestedAt = (DateTimeOffset)row[0]!;
        Assert.InRange(ingestedAt, before.AddMilliseconds(-1), TimeProvider.System.GetUtcNow());
        Assert.Equal(DateOnly.FromDateTime(ingestedAt.UtcDateTime), row[1]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"Records\"")]
    [InlineData("""{"Records":{}}""")]
    [InlineData("""{"Records":[{"messageId":"m","eventSource":"aws:kinesis"}]}""")]
    [InlineData("""{"Records":[{"Sns":{}}]}""")]
    public async Task Invoke_NotAnSqsEvent_FailsTheInvocationAndConsumesNothing(string payload)
    {
        await using var deployment = await Deployment.StartAsync();

        var result = await deployment.InvokeAsync(System.Text.Encoding.UTF8.GetBytes(payload));

        Assert.Equal((InvocationOutcome.FunctionError, "Function.EventInvalid"), (result.Outcome, result.ErrorType));
        Assert.Equal(0L, deployment.Databricks.Tables.Count(deployment.Table));
        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Sample("basic"))));
    }
}
