using System.Diagnostics;
using System.Text.Json;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Tests.Shared;
using Xunit.Abstractions;

namespace SqsIngestor.EndToEnd.Tests;

/// <summary>The real program: its memory, its invocations side by side, its end.</summary>
public sealed class ProcessTests(ITestOutputHelper output)
{
    private static PipelineOptions With(string name, string value) => new() { Environment = new Dictionary<string, string?> { [name] = value } };

    private static JsonElement Line(Pipeline pipeline, int eventId) => pipeline.Lambda.Output
        .Where(line => line.Text.StartsWith('{'))
        .Select(line => JsonDocument.Parse(line.Text).RootElement)
        .Single(line => line.TryGetProperty("eventId", out var id) && id.GetInt32() == eventId);

    [Fact]
    public async Task Start_MemoryOfTheFunction_LimitsTheHeap()
    {
        await using var pipeline = await Pipeline.StartAsync(With("AWS_LAMBDA_LOG_LEVEL", "DEBUG"));

        var limit = Line(pipeline, 3000).GetProperty("heapLimitBytes").GetInt64();

        // The collector rounds to its pages.
        Assert.InRange(limit, (256L * 1024 * 1024 * 85 / 100) - 65_536, (256L * 1024 * 1024 * 85 / 100) + 65_536);
    }

    [Fact]
    public async Task Invoke_SeveralAtOnce_RunSideBySide()
    {
        await using var pipeline = await Pipeline.StartAsync(With("AWS_LAMBDA_MAX_CONCURRENCY", "4") with { AckDelay = TimeSpan.FromSeconds(2) });
        var batches = Enumerable.Range(0, 4).Select(i => Events.Of(Enumerable.Range(0, 50).Select(j => ($"{i}-{j}", $"body {i} {j}")))).ToList();

        var started = Stopwatch.StartNew();
        var results = await Task.WhenAll(batches.Select(pipeline.InvokeAsync));
        started.Stop();

        Assert.All(results, result => Assert.Empty(Events.FailedIds(result)));
        Assert.Equal(200L, pipeline.Query("SELECT count(DISTINCT message_id) FROM $table").Scalar);
        Assert.Equal(200L, pipeline.Query("SELECT count(*) FROM $table WHERE body = concat('body ', replace(message_id, '-', ' '))").Scalar);
        // One after the other they would take 8 s.
        Assert.InRange(started.Elapsed.TotalSeconds, 2, 7);
        Assert.Equal((1L, 1L), (pipeline.Databricks.Statistics.TokensIssued, pipeline.Databricks.Statistics.StreamsOpened));
    }

    [Fact]
    public Task Terminate_Idle_ClosesTheStreamPolitely() => Attempts.UntilPassedAsync(output, async () =>
    {
        await using var pipeline = await Pipeline.StartAsync(new PipelineOptions { ShutdownTimeout = TimeSpan.FromSeconds(30) });
        await pipeline.InvokeAsync(Events.Sample("basic"));

        await pipeline.TerminateAsync();

        Assert.Equal("closed", Line(pipeline, 3021).GetProperty("streams").GetString());
        Assert.Contains("ended (Closed); unacked records: 0", pipeline.FunctionOutput, StringComparison.Ordinal);
        await pipeline.Databricks.Statistics.WaitUntilAsync(seen => seen.StreamsEnded == 1);
    });

    [Fact]
    public Task Terminate_DuringAnInvocation_WhatWasAcceptedIsDurableAndAnswered() => Attempts.UntilPassedAsync(output, async () =>
    {
        await using var pipeline = await Pipeline.StartAsync(
            new PipelineOptions { AckDelay = TimeSpan.FromMilliseconds(100), ShutdownTimeout = TimeSpan.FromSeconds(30) });
        var invoking = pipeline.InvokeAsync(Events.Sample("basic"));
        await pipeline.Databricks.Statistics.WaitUntilAsync(seen => seen.RecordsReceived == 2);

        await pipeline.TerminateAsync();

        var result = await invoking;
        Assert.Equal(InvocationOutcome.Succeeded, result.Outcome);
        Assert.Empty(Events.FailedIds(result));
        Assert.Equal(2L, pipeline.Databricks.Tables.Count(pipeline.Table));
    });

    [Fact]
    public async Task Terminate_ServiceThatNeverAcks_StillEndsInTime()
    {
        await using var pipeline = await Pipeline.StartAsync(
            new PipelineOptions { AckDelay = TimeSpan.FromMinutes(5), ShutdownTimeout = TimeSpan.FromSeconds(30) });
        var invoking = pipeline.InvokeAsync(Events.Sample("basic"));
        await pipeline.Databricks.Statistics.WaitUntilAsync(seen => seen.RecordsReceived == 2);

        await pipeline.TerminateAsync();

        var stopped = Line(pipeline, 3021);
        Assert.Equal("aborted", stopped.GetProperty("streams").GetString());
        Assert.InRange(stopped.GetProperty("milliseconds").GetDouble(), 0, 5_000);
        // Lambda fails the invocation, and its messages come back.
        Assert.Equal(InvocationOutcome.ProcessExited, (await invoking).Outcome);
    }
}
