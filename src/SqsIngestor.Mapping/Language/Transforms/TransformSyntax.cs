using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>A transform as the file writes it: a name, or a name with arguments.</summary>
internal sealed record TransformCall(string Name, IReadOnlyList<TransformArgument> Arguments, TextPosition Position);

/// <summary>An argument as the file writes it.</summary>
/// <param name="Text">The text without its quotes, or the digits of the number.</param>
/// <param name="Number">The value of a number; null for text.</param>
/// <param name="Position">Its place in the file.</param>
internal sealed record TransformArgument(string Text, int? Number, TextPosition Position);
