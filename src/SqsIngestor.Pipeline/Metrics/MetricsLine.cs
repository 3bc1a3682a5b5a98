using System.Buffers;
using System.Text.Json;
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
    // CloudWatch accepts no longer value of a dimension.
    private const int MaxDimensionLength = 1024;

    private readonly LineOutput _output;
    private readonly TimeProvider _clock;
    private readonly string _function;
    private readonly string _tables;
    private readonly TableStreams _streams;
    private readonly DeliveryMemory _memory;
    private int _invocations;

    /// <param name="output">Receives the lines.</param>
    /// <param name="clock">Stamps the lines.</param>
    /// <param name="function">The dimension FunctionName; <c>local</c> if it is empty.</param>
    /// <param name="tables">The dimension TableName; several are joined by commas.</param>
    /// <param name="streams">Counts replaced connections.</param>
    /// <param name="memory">Counts late acks.</param>
    public MetricsLine(
        LineOutput output, TimeProvider clock, string function, IReadOnlyList<string> tables, TableStreams streams,
        DeliveryMemory memory)
    {
        (_output, _clock, _streams, _memory) = (output, clock, streams, memory);
        // CloudWatch accepts no empty dimension. Lambda always sets a name.
        _function = function.Length == 0 ? "local" : function;
        var joined = string.Join(',', tables);
        _tables = joined.Length > MaxDimensionLength ? joined[..MaxDimensionLength] : joined;
    }

    /// <summary>Writes the metrics of an invocation.</summary>
    /// <param name="batch">The batch in numbers; all zero if the payload was not an SQS event.</param>
    /// <param name="requestId">Lambda's id of the invocation, to find its log lines.</param>
    public void Write(BatchResult batch, string requestId)
    {
        var coldStart = Interlocked.Increment(ref _invocations) == 1 ? 1 : 0;
        var metrics = new InvocationMetrics(batch, _streams.TakeReopens(), _memory.TakeLateAcks(), coldStart);
        var line = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(line))
        {
            writer.WriteStartObject();
            WriteDirective(writer);
            writer.WriteString(Metric.FunctionName, _function);
            writer.WriteString(Metric.TableName, _tables);
            writer.WriteString("requestId", requestId);
            foreach (var metric in Metric.All) writer.WriteNumber(metric.Name, Math.Round(metric.Value(metrics), 3));
            writer.WriteEndObject();
        }
        line.Write("\n"u8);
        _output.Write(line.WrittenSpan);
    }

    private void WriteDirective(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("_aws");
        writer.WriteNumber("Timestamp", _clock.GetUtcNow().ToUnixTimeMilliseconds());
        writer.WriteStartArray("CloudWatchMetrics");
        writer.WriteStartObject();
        writer.WriteString("Namespace", Metric.Namespace);
        writer.WriteStartArray("Dimensions");
        foreach (var dimensions in Metric.Dimensions)
        {
            writer.WriteStartArray();
            foreach (var name in dimensions) writer.WriteStringValue(name);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("Metrics");
        foreach (var metric in Metric.All)
        {
            writer.WriteStartObject();
            writer.WriteString("Name", metric.Name);
            writer.WriteString("Unit", metric.Unit);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
