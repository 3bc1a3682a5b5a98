using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Plans;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Probes;

/// <summary>What a probe found.</summary>
/// <param name="Response">The answer, as JSON: a partial batch response that names no message, with the tables.</param>
/// <param name="Failure">The error that names each table that is not open; null if all are.</param>
internal sealed record ProbeResult(ReadOnlyMemory<byte> Response, FunctionException? Failure);

/// <summary>
/// Finds out whether the function can write to each table of its mapping, and writes no row. It uses the secret of today and new
/// tokens. A deployment asks for it before the new version gets messages. May be called from several invocations at once.
/// </summary>
/// <param name="plan">The plan of the start.</param>
/// <param name="streams">The streams of the tables.</param>
/// <param name="refresher">Gives the present plan; null if the plan never changes.</param>
/// <param name="renewal">Renews the credentials.</param>
/// <param name="configSha256">The checksum of the configuration.</param>
/// <param name="logger">Receives a line if all tables are open.</param>
/// <param name="clock">Measures.</param>
internal sealed class Probe(
    MappingPlan plan, TableStreams streams, PlanRefresher? refresher, CredentialsRenewal renewal, string configSha256,
    ILogger logger, TimeProvider clock)
{
    /// <summary>Looks at all tables side by side.</summary>
    /// <param name="deadline">A table whose stream is not open by then counts as not open.</param>
    public async Task<ProbeResult> RunAsync(CancellationToken deadline)
    {
        var started = clock.GetTimestamp();
        if (await renewal.ReadSecretAsync(deadline).ConfigureAwait(false) is { } unreadable) return new(default, unreadable);
        var current = refresher is null ? plan : await refresher.GetAsync(deadline).ConfigureAwait(false);
        var causes = await Task
            .WhenAll(Enumerable.Range(0, current.Targets.Count).Select(table => OpenAsync(current, table, started, deadline)))
            .ConfigureAwait(false);
        var closed = new ClosedTables();
        for (var table = 0; table < causes.Length; table++)
        {
            if (causes[table] is { } cause) closed.Add(current.Targets[table].Name, cause);
        }
        var failure = closed.ToFailure();
        if (failure is null)
            PipelineLog.ProbePassed(logger, causes.Length, clock.GetElapsedTime(started).TotalMilliseconds, configSha256);
        return new(Write(current, causes), failure);
    }

    private async Task<ZerobusException?> OpenAsync(MappingPlan current, int table, long started, CancellationToken deadline)
    {
        try
        {
            return await renewal.RenewTokenAsync(current.Targets[table].Name, deadline).ConfigureAwait(false)
                ?? await streams.ProbeAsync(current, table, deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new ZerobusException(
                ZerobusErrorCode.OpenTimedOut,
                $"Zerobus did not open the stream within the {clock.GetElapsedTime(started).TotalSeconds:0.#} s of the probe.");
        }
    }

    private ReadOnlyMemory<byte> Write(MappingPlan current, ZerobusException?[] causes)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("batchItemFailures");
            writer.WriteEndArray();
            writer.WriteStartObject("probe");
            writer.WriteString("config_sha256", configSha256);
            writer.WriteStartArray("tables");
            for (var table = 0; table < causes.Length; table++)
            {
                writer.WriteStartObject();
                writer.WriteString("table", current.Targets[table].Name);
                writer.WriteBoolean("open", causes[table] is null);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return body.WrittenMemory;
    }
}
