namespace SqsIngestor.Mapping.Language.Tests;

/// <summary>How a test ended.</summary>
/// <param name="Test">Which test.</param>
/// <param name="Differences">What was expected and did not come, or came and was not expected; empty when the test
/// passed.</param>
public sealed record MappingTestResult(MappingTest Test, IReadOnlyList<MappingTestDifference> Differences)
{
    /// <summary>Nothing differs.</summary>
    public bool Passed => Differences.Count == 0;
}

/// <summary>One difference between what a test expects and what came.</summary>
/// <param name="Place">A column of a row (<c>main.raw.t row 1: total</c>), a table, an error or the test's input.</param>
/// <param name="Expected">As JSON, or in words.</param>
/// <param name="Actual">As JSON, or in words.</param>
public sealed record MappingTestDifference(string Place, string Expected, string Actual);
