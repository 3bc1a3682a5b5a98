using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Pipeline.Configuration;

/// <summary>A mapping that is compiled.</summary>
/// <param name="Plan">What batches go by.</param>
/// <param name="Sha256">Of the mapping and of the descriptors that it names, in hexadecimal digits; empty when no row holds it.</param>
/// <param name="Took">The time of the compilation.</param>
internal sealed record LoadedPlan(MappingPlan Plan, string Sha256, TimeSpan Took);
