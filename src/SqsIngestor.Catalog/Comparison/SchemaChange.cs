namespace SqsIngestor.Catalog.Comparison;

/// <summary>One change of one column, or of a field inside it.</summary>
/// <param name="Path">The column and what is inside it, for instance <c>lines.element.sku</c>.</param>
/// <param name="Kind">In what it differs.</param>
/// <param name="Before">As SQL has it; null for what was added.</param>
/// <param name="After">As SQL has it; null for what was removed.</param>
/// <param name="Breaking">Whether producers that run with the old schema fail, or write something else than is meant.</param>
/// <param name="Reason">Why they do or do not.</param>
public sealed record SchemaChange(string Path, ChangeKind Kind, string? Before, string? After, bool Breaking, string Reason);
