using SqsIngestor.Cli.Mappings;
using SqsIngestor.Mapping.Language.Tests;

namespace SqsIngestor.Cli.Test;

/// <summary>The outcome of a test.</summary>
/// <param name="File">The mapping file, as the command line names it.</param>
/// <param name="Result">The differences, if any.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record TestOutcome(string File, MappingTestResult Result, TimeSpan Duration);

/// <summary>Runs the tests of one file.</summary>
internal static class TestRun
{
    public static IEnumerable<TestOutcome> Run(LoadedMapping mapping, string? filter, bool showValues, TimeProvider time)
    {
        var runner = new MappingTestRunner(mapping.RequirePlan(), mapping.ReadBeside, showValues);
        foreach (
            var test in mapping.Compilation.Tests.Where(
                t => filter is null || t.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)))
        {
            var start = time.GetTimestamp();
            var result = runner.Run(test);
            yield return new(mapping.File.ToString(), result, time.GetElapsedTime(start));
        }
    }
}
