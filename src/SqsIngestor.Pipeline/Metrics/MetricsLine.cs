using System.Buffers;
using System.Text.Json;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Logging;

namespace SqsIngestor.Pipeline.Metrics;

/// <summary>
/// Writes one line per invocation in CloudWatch's embedded metric format, from which CloudWatch makes the metrics by itself:
/// no call, no permission, no agent (Amazon CloudWatch User Guide, "Specification: Embedded metric format").
/// </summary>
internal sealed class MetricsLine
{
    /// <summary>The namespace of the metrics.</summary>
    public const string Namespace = "SqsIngestor";

    // The most that CloudWatch takes for the value of a dimension.
    private const int MostDimensionText = 1024;

    private readonly LineOutput _output;
    private readonly TimeProvider _clock;
    private readonly string _function;
    private readonly string _tables;
    private readonly TableStreams _streams;
    private readonly DeliveryMemory _memory;
    private int _invocations;

    /// <param name="output">Where the lines go.</param>
    /// <param name="clock">Stamps them.</param>
    /// <param name="function">The dimension FunctionName.</param>
    /// <param name="tables">The dimension TableName; several are joined by commas.</param>
    /// <param name="streams">Counts reopened connections.</param>
    /// <param name="memory">Counts late acks.</param>
    public MetricsLine(LineOutput output, TimeProvider clock, string function, IReadOnlyList<string> tables, TableStreams streams, DeliveryMemory memory)
    {
        (_output, _clock, _streams, _memory) = (output, clock, streams, memory);
        // A dimension cannot be empty. Lambda always gives a name.
        _function = function.Length == 0 ? "local" : function;
        var joined = string.Join(',', tables);
        _tables = joined.Length > MostDimensionText ? joined[..MostDimensionText] : joined;
    }

    /// <summary>Writes the metrics of an invocation.</summary>
    /// <param name="batch">The batch in numbers; all zero when the event was none.</param>
    /// <param name="requestId">Stands in the line, to find the log lines of the same invocation.</param>
    public void Write(BatchResult batch, string requestId)
    {
        var coldStart = Interlocked.Increment(ref _invocations) == 1 ? 1 : 0;
        var metrics = new InvocationMetrics(batch, _streams.TakeReopens(), _memory.TakeLateAcks(), coldStart);
        var line = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(line))
        {
            writer.WriteStartObject();
            WriteDirective(writer);
            writer.WriteString("FunctionName", _function);
            writer.WriteString("TableName", _tables);
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
        writer.WriteString("Namespace", Namespace);
        writer.WriteStartArray("Dimensions");
        WriteDimensions(writer, "FunctionName");
        WriteDimensions(writer, "FunctionName", "TableName");
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

    private static void WriteDimensions(Utf8JsonWriter writer, params ReadOnlySpan<string> names)
    {
        writer.WriteStartArray();
        foreach (var name in names) writer.WriteStringValue(name);
        writer.WriteEndArray();
    }
}
