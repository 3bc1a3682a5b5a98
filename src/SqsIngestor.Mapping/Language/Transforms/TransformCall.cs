using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Compilation.Transforms;

/// <summary>A transform with its arguments.</summary>
internal sealed record TransformCall(string Name, IReadOnlyList<TransformArgument> Arguments, TextPosition Position);
