namespace SqsIngestor.Mapping.Language.Tests;

/// <summary>How a test ended.</summary>
/// <param name="Test">Which test.</param>
/// <param name="Differences">What was expected and did not come, or came and was not expected; empty when the test passed.</param>
public sealed record MappingTestResult(MappingTest Test, IReadOnlyList<MappingTestDifference> Differences)
{
    /// <summary>Nothing differs.</summary>
    public bool Passed => Differences.Count == 0;
}
