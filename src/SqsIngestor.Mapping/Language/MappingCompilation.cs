using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Tests;

namespace SqsIngestor.Mapping.Language;

/// <summary>What compiling a mapping gave.</summary>
/// <param name="Plan">Null when there is an error.</param>
/// <param name="Diagnostics">All problems, errors and warnings, in the order of the file.</param>
public sealed record MappingCompilation(MappingPlan? Plan, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>The tests that stand in the file, in its order.</summary>
    public IReadOnlyList<MappingTest> Tests { get; init; } = [];
}
