using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.SQSEvents;

namespace SqsIngestor.Lambda.Managed;

/// <summary>An event of SQS, or a probe.</summary>
public sealed class FunctionEvent : SQSEvent
{
    /// <summary>Whether it asks for the tables and has no message; null if it does not say.</summary>
    [JsonPropertyName("probe")]
    public bool? Probe { get; set; }
}

/// <summary>The answer to an event.</summary>
public sealed class FunctionResponse : SQSBatchResponse
{
    /// <summary>What a probe found; null for an event of SQS.</summary>
    [JsonPropertyName("probe")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Probe { get; set; }
}
