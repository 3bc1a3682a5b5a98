using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>A transform with its arguments.</summary>
internal sealed record TransformCall(string Name, IReadOnlyList<TransformArgument> Arguments, TextPosition Position);
