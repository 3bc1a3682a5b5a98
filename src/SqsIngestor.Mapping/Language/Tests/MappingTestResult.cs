namespace SqsIngestor.Mapping.Language.Tests;

/// <summary>The result of a test.</summary>
/// <param name="Test">The test.</param>
/// <param name="Differences">Missing and unexpected rows and errors; empty if the test passed.</param>
public sealed record MappingTestResult(MappingTest Test, IReadOnlyList<MappingTestDifference> Differences)
{
    /// <summary>
    /// What is strange about rows that the test got, a sentence for each column: times in implausible years, and
    /// columns that find nothing where the body has the name in another spelling. A warning does not fail the test.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The test passed.</summary>
    public bool Passed => Differences.Count == 0;
}

/// <summary>One difference between the expected and the actual result.</summary>
/// <param name="Place">A column of a row (<c>main.raw.t row 1: total</c>), a table, an error or the test's input.</param>
/// <param name="Expected">As JSON, or in words.</param>
/// <param name="Actual">As JSON, or in words.</param>
public sealed record MappingTestDifference(string Place, string Expected, string Actual);
