using System.Text.Json.Serialization;

namespace SqsIngestor.Benchmarks.Mapping;

/// <summary>The event as classes: the compiled route.</summary>
internal sealed record SqsEvent([property: JsonPropertyName("Records")] SqsRecord[] Records);

internal sealed record SqsRecord(
    string? MessageId,
    string? ReceiptHandle,
    string? Body,
    Dictionary<string, string>? Attributes,
    Dictionary<string, SqsAttribute>? MessageAttributes,
    string? Md5OfBody,
    string? Md5OfMessageAttributes,
    string? EventSource,
    [property: JsonPropertyName("eventSourceARN")] string? EventSourceArn,
    string? AwsRegion);

internal sealed record SqsAttribute(
    string? StringValue, byte[]? BinaryValue, string[]? StringListValues, byte[][]? BinaryListValues, string? DataType);

/// <summary>Source-generated, as a careful person would write it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SqsEvent))]
internal sealed partial class SqsEventJson : JsonSerializerContext;
