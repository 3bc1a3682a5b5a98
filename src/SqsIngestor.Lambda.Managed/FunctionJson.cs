using System.Text.Json.Serialization;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;

[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<FunctionJson>))]

namespace SqsIngestor.Lambda.Managed;

/// <summary>Reads events and writes responses without reflection.</summary>
[JsonSerializable(typeof(FunctionEvent))]
[JsonSerializable(typeof(FunctionResponse))]
public sealed partial class FunctionJson : JsonSerializerContext;
