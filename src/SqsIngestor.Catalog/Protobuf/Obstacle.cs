namespace SqsIngestor.Catalog.Protobuf;

/// <summary>A place in a type that protobuf, and so Zerobus, can't carry.</summary>
/// <param name="Path">The column and what is inside it, for instance <c>lines.element</c>.</param>
/// <param name="Reason">Why it can't.</param>
/// <param name="Rewrite">What to declare instead.</param>
public sealed record Obstacle(string Path, string Reason, string Rewrite);
