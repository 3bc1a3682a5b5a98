using System.Buffers;
using System.Text.Json;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Metrics;

/// <summary>
/// Writes one line per invocation in the embedded metric format. CloudWatch makes the metrics from the line; the function needs
/// no call, no permission and no agent (Amazon CloudWatch User Guide, "Specification: Embedded metric format"). May be used by
/// several invocations at once.
/// </summary>
internal sealed class MetricsLine
{
    private const string TypePrefix = "Function.";

    private readonly LineOutput _output;
    private readonly TimeProvider _clock;
    private readonly InvocationContext _function;
    private readonly string _tables;
    private readonly TableStreams _streams;
    private readonly DeliveryMemory _memory;
    private int _invocations;

    /// <param name="output">Receives the lines.</param>
    /// <param name="clock">Stamps the lines.</param>
    /// <param name="function">Name, version and configuration of the function.</param>
    /// <param name="tables">The tables of the mapping.</param>
    /// <param name="streams">Counts replaced connections.</param>
    /// <param name="memory">Counts late acks.</param>
    public MetricsLine(
        LineOutput output, TimeProvider clock, InvocationContext function, IReadOnlyList<string> tables, TableStreams streams,
        DeliveryMemory memory)
    {
        (_output, _clock, _function, _streams, _memory) = (output, clock, function, streams, memory);
        _tables = string.Join(',', tables);
    }

    /// <summary>Writes the metrics of an invocation.</summary>
    /// <param name="batch">The batch in numbers; all zero if the payload was not an SQS event.</param>
    /// <param name="ids">The invocation, to find its log lines.</param>
    /// <param name="errorType">Why it failed as a whole; null if it did not.</param>
    public void Write(BatchResult batch, InvocationIds ids, string? errorType = null)
    {
        var coldStart = Interlocked.Increment(ref _invocations) == 1 ? 1 : 0;
        var metrics = new InvocationMetrics(
            batch, _streams.TakeReopens(), _memory.TakeLateAcks(), coldStart, errorType is not null);
        var line = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(line))
        {
            writer.WriteStartObject();
            BeginDirectives(writer, _clock);
            WriteDirective(writer, Metric.All, Metric.Dimensions);
            if (errorType is not null) WriteDirective(writer, [Metric.InvocationErrors], Metric.ErrorDimensions);
            EndDirectives(writer);
            WriteDimensions(writer, _function.FunctionName, errorType);
            writer.WriteString(Metric.TableName, _tables);
            writer.WriteString("functionVersion", _function.FunctionVersion);
            writer.WriteString("configSha256", _function.ConfigSha256);
            writer.WriteString("requestId", ids.RequestId);
            if (ids.TraceId is { } trace) writer.WriteString("traceId", trace);
            foreach (var metric in Metric.All) writer.WriteNumber(metric.Name, Math.Round(metric.Value(metrics), 3));
            writer.WriteEndObject();
        }
        line.Write("\n"u8);
        _output.Write(line.WrittenSpan);
    }

    /// <summary>Writes that the function cannot start: a line with <see cref="Metric.InvocationErrors"/> only.</summary>
    /// <param name="output">Receives the line.</param>
    /// <param name="clock">Stamps the line.</param>
    /// <param name="function">The function's name; null or empty if it is not known.</param>
    /// <param name="errorType">Why it cannot start.</param>
    public static void WriteStartFailure(LineOutput output, TimeProvider clock, string? function, string errorType)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(line))
        {
            writer.WriteStartObject();
            BeginDirectives(writer, clock);
            WriteDirective(writer, [Metric.InvocationErrors], Metric.Dimensions, Metric.ErrorDimensions);
            EndDirectives(writer);
            WriteDimensions(writer, function, errorType);
            writer.WriteNumber(Metric.InvocationErrors.Name, 1);
            writer.WriteEndObject();
        }
        line.Write("\n"u8);
        output.Write(line.WrittenSpan);
    }

    // CloudWatch accepts no empty dimension. Lambda always sets a name.
    private static void WriteDimensions(Utf8JsonWriter writer, string? function, string? errorType)
    {
        writer.WriteString(Metric.FunctionName, string.IsNullOrEmpty(function) ? "local" : function);
        if (errorType is null) return;
        var hasPrefix = errorType.StartsWith(TypePrefix, StringComparison.Ordinal);
        writer.WriteString(Metric.ErrorType, hasPrefix ? errorType[TypePrefix.Length..] : errorType);
    }

    private static void BeginDirectives(Utf8JsonWriter writer, TimeProvider clock)
    {
        writer.WriteStartObject("_aws");
        writer.WriteNumber("Timestamp", clock.GetUtcNow().ToUnixTimeMilliseconds());
        writer.WriteStartArray("CloudWatchMetrics");
    }

    private static void EndDirectives(Utf8JsonWriter writer)
    {
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteDirective(
        Utf8JsonWriter writer, IReadOnlyList<Metric> metrics, params ReadOnlySpan<IReadOnlyList<string>> dimensions)
    {
        writer.WriteStartObject();
        writer.WriteString("Namespace", Metric.Namespace);
        writer.WriteStartArray("Dimensions");
        foreach (var set in dimensions)
        {
            writer.WriteStartArray();
            foreach (var name in set) writer.WriteStringValue(name);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("Metrics");
        foreach (var metric in metrics)
        {
            writer.WriteStartObject();
            writer.WriteString("Name", metric.Name);
            writer.WriteString("Unit", metric.Unit);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
