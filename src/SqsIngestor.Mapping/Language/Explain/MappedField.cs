using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>A field that a mapping fills, with the meaning that the mapping gives it.</summary>
/// <param name="Path">
/// The column and what is inside it: fields after points, <c>element</c> for an ARRAY's elements, <c>key</c> and
/// <c>value</c> for a MAP's entries.
/// </param>
/// <param name="As">The value of <c>as</c>; null where the field means what its type says.</param>
/// <param name="Position">Where the mapping says so: the value of <c>as</c>, else the source.</param>
public sealed record MappedField(string Path, string? As, TextPosition Position);
