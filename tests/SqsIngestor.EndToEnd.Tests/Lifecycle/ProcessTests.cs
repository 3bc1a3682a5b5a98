using System.Text.Json;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Lifecycle;

/// <summary>The real program: its memory, its invocations side by side, its end.</summary>
public sealed class ProcessTests
{
    // The event ids of two lines of the program's log.
    private const int HeapLimit = 3000;
    private const int Stopped = 3021;

    private static DeploymentOptions With(string name, string value) =>
        new() { Environment = new Dictionary<string, string?> { [name] = value } };

    private static JsonElement Line(Deployment deployment, int eventId) => deployment.Lambda.Output
        .Where(line => line.Text.StartsWith('{'))
        .Select(line => JsonDocument.Parse(line.Text).RootElement)
        .Single(line => line.TryGetProperty("eventId", out var id) && id.GetInt32() == eventId);

    [Fact]
    public async Task Start_MemoryOfTheFunction_LimitsTheHeap()
    {
        await using var deployment = await Deployment.StartAsync(With("AWS_LAMBDA_LOG_LEVEL", "DEBUG"));

        var limit = Line(deployment, HeapLimit).GetProperty("heapLimitBytes").GetInt64();

        // The collector rounds to its pages.
        Assert.InRange(limit, (256L * 1024 * 1024 * 85 / 100) - 65_536, (256L * 1024 * 1024 * 85 / 100) + 65_536);
    }

    [Fact]
    public async Task Invoke_SeveralAtOnce_RunSideBySide()
    {
        await using var deployment =
            await Deployment.StartAsync(With("AWS_LAMBDA_MAX_CONCURRENCY", "4") with { HoldAcks = true });
        var batches = Enumerable.Range(0, 4)
            .Select(i => Events.Of(Enumerable.Range(0, 50).Select(j => ($"{i}-{j}", $"body {i} {j}"))))
            .ToList();

        var invoking = Task.WhenAll(batches.Select(deployment.InvokeAsync));
        // One after the other, the second batch would wait for the acks of the first.
        await deployment.SeenAsync(seen => seen.RecordsReceived == 200);
        deployment.Databricks.Faults.HoldAcks = false;

        Assert.All(await invoking, result => Assert.Empty(Events.FailedIds(result)));
        Assert.Equal(200L, deployment.Query("SELECT count(DISTINCT message_id) FROM $table").Scalar);
        Assert.Equal(
            200L,
            deployment.Query("SELECT count(*) FROM $table WHERE body = concat('body ', replace(message_id, '-', ' '))").Scalar);
        Assert.Equal((1L, 1L), (deployment.Databricks.Statistics.TokensIssued, deployment.Databricks.Statistics.StreamsOpened));
    }

    /// <summary>
    /// The program has 200 ms to close its streams, as Lambda allows it. A busy machine may need more; then it says so.
    /// </summary>
    [Fact]
    public async Task Terminate_Idle_EndsItsStreamByItself()
    {
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions { ShutdownTimeout = Eventually.Patience });
        await deployment.InvokeAsync(Events.Sample("basic"));

        await deployment.TerminateAsync();

        if (Line(deployment, Stopped).GetProperty("streams").GetString() == "closed")
            Assert.Contains("ended (Closed); unacked records: 0", deployment.FunctionOutput, StringComparison.Ordinal);
        await deployment.SeenAsync(seen => seen.StreamsEnded == 1);
        Assert.Equal(2L, deployment.Databricks.Tables.Count(deployment.Table));
    }

    /// <summary>
    /// The program has 200 ms to answer. If a busy machine needs more, Lambda fails the invocation and its messages are received
    /// again.
    /// </summary>
    [Fact]
    public async Task Terminate_DuringAnInvocation_WhatWasAcceptedIsDurable()
    {
        await using var deployment =
            await Deployment.StartAsync(new DeploymentOptions { HoldAcks = true, ShutdownTimeout = Eventually.Patience });
        var invoking = deployment.Lambda.InvokeAsync(Events.Sample("basic"));
        await deployment.SeenAsync(seen => seen.RowsCommitted == 2);

        var terminating = deployment.TerminateAsync();
        deployment.Databricks.Faults.HoldAcks = false;
        await terminating;

        var result = await invoking;
        if (result.Outcome != InvocationOutcome.ProcessExited) Assert.Empty(Events.FailedIds(result));
        Assert.Equal(2L, deployment.Databricks.Tables.Count(deployment.Table));
    }

    [Fact]
    public async Task Terminate_ServiceThatNeverAcks_StillEnds()
    {
        await using var deployment =
            await Deployment.StartAsync(new DeploymentOptions { HoldAcks = true, ShutdownTimeout = Eventually.Patience });
        var invoking = deployment.InvokeAsync(Events.Sample("basic"));
        await deployment.SeenAsync(seen => seen.RecordsReceived == 2);

        await deployment.TerminateAsync();

        // A process that was killed would not have said this.
        Assert.Equal("aborted", Line(deployment, Stopped).GetProperty("streams").GetString());
        // The function says that the messages are not durable, or ends before it can. They are received again either way.
        Assert.Contains((await invoking).Outcome, new[] { InvocationOutcome.FunctionError, InvocationOutcome.ProcessExited });
    }
}
