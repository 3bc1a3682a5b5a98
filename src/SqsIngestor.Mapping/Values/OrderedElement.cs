using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Values;

/// <summary>An element that is being ordered: its node, and its value's bytes in the scratch.</summary>
internal readonly record struct OrderedElement(int Node, JsonKind Kind, int Start, int Length);
