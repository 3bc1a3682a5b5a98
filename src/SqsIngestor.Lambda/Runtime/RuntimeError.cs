using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SqsIngestor.Lambda.Runtime;

/// <summary>The body of a call that reports an error to Lambda.</summary>
internal static class RuntimeError
{
    /// <summary>Creates the body. Lambda requires a stack trace; it is empty, because it says nothing to an operator.</summary>
    public static HttpContent ToContent(string errorType, string message)
    {
        var body = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("errorMessage", message);
            writer.WriteString("errorType", errorType);
            writer.WriteStartArray("stackTrace");
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return new ReadOnlyMemoryContent(body.WrittenMemory)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/vnd.aws.lambda.error+json") },
        };
    }
}
