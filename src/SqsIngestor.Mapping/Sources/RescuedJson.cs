using System.Text.Json.Serialization;

namespace SqsIngestor.Mapping.Sources;

/// <summary>Writes JSON strings without reflection.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class RescuedJson : JsonSerializerContext;
