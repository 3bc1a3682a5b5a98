namespace SqsIngestor.Catalog;

/// <summary>A row of a catalog of errors, from which the reference page is generated.</summary>
/// <param name="Code">The stable name, in snake case.</param>
/// <param name="Meaning">What failed, in one sentence.</param>
/// <param name="Action">What to do.</param>
public sealed record ErrorDescription(string Code, string Meaning, string Action);
