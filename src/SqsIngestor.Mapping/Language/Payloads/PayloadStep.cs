namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>A step of a payload.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Auto">Applied only where the shape or the first bytes ask for it.</param>
internal readonly record struct PayloadStep(PayloadStepKind Kind, bool Auto);
