using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace SqsIngestor.Pipeline.Logging;

/// <summary>
/// Writes each log line as one JSON object on one line. Lambda's JSON log format filters by <c>timestamp</c> (RFC 3339) and
/// <c>level</c>; queries find a line by <c>eventId</c> or <c>event</c>, by <c>requestId</c>, and by the values of the message.
/// </summary>
internal sealed class JsonLineLogger(
    string category, LogLevel minimum, LineOutput output, InvocationScopes scopes, TimeProvider clock)
    : LineLogger(minimum, output, scopes)
{
    // People read the lines, and no program reads them as HTML, so JSON's own escapes are enough.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    protected override ReadOnlySpan<byte> ToLine(
        LogLevel level, EventId eventId, string message, IReadOnlyList<KeyValuePair<string, object?>> values,
        Exception? exception, InvocationIds? invocation)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(line, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("timestamp", clock.GetUtcNow().UtcDateTime);
            writer.WriteString("level", LambdaLogLevel.NameOf(level));
            writer.WriteString("message", message);
            writer.WriteString("logger", category);
            writer.WriteNumber("eventId", eventId.Id);
            if (eventId.Name is { } name) writer.WriteString("event", name);
            if (invocation is not null) writer.WriteString("requestId", invocation.RequestId);
            if (invocation?.TraceId is { } trace) writer.WriteString("traceId", trace);
            WriteValues(writer, values);
            if (exception is not null) writer.WriteString("errorType", exception.GetType().FullName);
            writer.WriteEndObject();
        }
        line.Write("\n"u8);
        return line.WrittenSpan;
    }

    private static void WriteValues(Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        foreach (var (name, value) in values)
        {
            if (name == "{OriginalFormat}") continue;
            var key = JsonNamingPolicy.CamelCase.ConvertName(name);
            switch (value)
            {
                case int number: writer.WriteNumber(key, number); break;
                case long number: writer.WriteNumber(key, number); break;
                case double number: writer.WriteNumber(key, Math.Round(number, 3)); break;
                default: writer.WriteString(key, value?.ToString()); break;
            }
        }
    }
}
