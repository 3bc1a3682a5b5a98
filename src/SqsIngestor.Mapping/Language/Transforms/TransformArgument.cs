using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>An argument of a transform.</summary>
/// <param name="Text">Text in quotes, or a number's digits.</param>
/// <param name="Number">Its value; null for text.</param>
/// <param name="Position">Where it stands.</param>
internal sealed record TransformArgument(string Text, int? Number, TextPosition Position);
